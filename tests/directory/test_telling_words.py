"""Names of groups in Polish and Urdu that tell too much of whoever goes there, and names that tell nothing."""

import pytest

from directory.secret_places import is_private_matter, tells_of_health

PRIVATE = (
    "Niebieska Linia Penzance",
    "Punkt pomocy ofiarom przemocy domowej",
    "Dom dla kobiet",
    "Osrodek dla ofiar",
    "Wsparcie po gwałcie",
    "Wsparcie po gwalcie",
    "Zdrowie seksualne",
    "Antykoncepcja bez wstydu",
    "Poradnia uzależnień",
    "Klub trzeźwości",
    "Anonimowi Alkoholicy",
    "Grupa dla współuzależnionych",
    "گھریلو تشدد سے مدد",
    "گھریلو زیادتی کی ہیلپ لائن",
    "گھريلو تَشَدُّد",
    "جبری شادی سے تحفظ",
    "خواتین کی پناہ گاہ",
    "جنسی صحت کلینک",
    "تولیدی صحت مرکز",
    "منشیات سے نجات",
    "نشے سے آزادی",
    "شراب چھوڑنے والوں کا گروپ",
)
HEALTH = (
    "Zdrowie psychiczne na co dzień",
    "Grupa wsparcia w depresji",
    "Kawiarnia pamięci",
    "Spacer dla osób z demencją",
    "Cukrzyca pod kontrolą",
    "Życie po udarze",
    "Klub Amazonek: rak piersi",
    "Życie z nowotworem",
    "Stwardnienie rozsiane, herbata i rozmowa",
    "Autyzm i my",
    "ذہنی صحت گروپ",
    "ذهنی صحت",
    "ڈپریشن سے نکلنا",
    "یادداشت کیفے",
    "ڈیمنشیا کے ساتھ جینا",
    "ذیابیطس کے لیے کھانا پکانا",
    "شوگر کے مریضوں کی سیر",
    "کینسر کے بعد",
    "فالج کے بعد چلنا",
    "دل کے مریضوں کا گروپ",
)
TELL_NOTHING = (
    "Tea & Talk",
    "Klub Seniora",
    "Herbata i rozmowa",
    "Polski Klub Sąsiedzki",
    "Dom Kultury",
    "Ogród społeczny",
    "Chór Radość",
    "Nauka angielskiego dla kobiet",
    "Warsztaty rękodzieła",
    "Kilka godzin razem",
    "Raki i ryby: wędkarze",
    "چائے اور گپ شپ",
    "اردو کتب خانہ",
    "خواتین کا سلائی گروپ",
    "باغبانی کلب",
    "زبردست کہانیاں",
    "دلچسپ باتیں",
    "بزرگوں کی سیر",
    "پڑوسیوں کا دسترخوان",
)


@pytest.mark.parametrize("name", PRIVATE)
def test_what_could_shame_or_endanger_is_never_said(name: str) -> None:
    assert is_private_matter(names=[name], term_codes=())


@pytest.mark.parametrize("name", HEALTH)
def test_what_tells_of_health_is_said_only_when_asked_for(name: str) -> None:
    assert tells_of_health(name)
    assert not is_private_matter(names=[name], term_codes=())


@pytest.mark.parametrize("name", TELL_NOTHING)
def test_what_tells_nothing_is_said(name: str) -> None:
    assert not tells_of_health(name)
    assert not is_private_matter(names=[name], term_codes=())
