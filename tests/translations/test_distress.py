import pytest

from directory.words import fold
from messaging.replies import meaning as replies
from translations.distress import speaks_of_danger, speaks_of_emergency, speaks_of_harm_by_another
from translations.distress_of_others import OF_ANOTHER
from translations.distress_words import DANGER, REVIEWS


@pytest.mark.parametrize(
    "typed",
    [
        "kill myself",
        "I want to die",
        "end my life",
        "overdose",
        "suicidal",
        "I just want to disappear",
        "some nights I think about just walking into the sea",
        "I keep having thoughts about jumping off the bridge",
        "going to bed I pray I won't wake up",
        "samobójstwo",
        "Chcę umrzeć",
        "czasem myślę żeby wejść do morza",
        "wejdę do morza i nie wrócę",
        "mam ochotę rzucić się pod pociąg",
        "skoczę z klifu",
        "wszystkim będzie lepiej beze mnie",
        "Żebym się rano nie obudziła",
        "nie chcę się już obudzić",
        "chcę się utopić",
        "خودکشی",
        "دل کرتا ہے سمندر میں چلی جاؤں",
        "سوچتا ہوں پل سے کود جاؤں",
        "ٹرین کے آگے آ جاؤں",
        "میرے بغیر سب خوش رہیں گے",
        "کاش صبح آنکھ نہ کھلے",
        "زہر کھا لوں",
        "مرنا چاہتی ہوں",
    ],
)
def test_danger_is_heard_however_the_words_were_folded(typed: str) -> None:
    assert speaks_of_danger(fold(typed))
    assert speaks_of_danger(replies.fold(typed))


@pytest.mark.parametrize("typed", ["I want to go in the sea again", "walking by the sea", "thinking about walking the cliffs"])
def test_the_sea_and_the_cliffs_are_no_danger_of_themselves(typed: str) -> None:
    assert not speaks_of_danger(fold(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "chcę wejść do morza z grupą",
        "mam ochotę wejść do morza",
        "pływanie w morzu",
        "spacer nad morzem",
        "dom przy rzece",
        "boję się wejść do wody",
        "wyjechali beze mnie",
        "nie chcę budzić dziecka",
        "جہاز سمندر میں",
        "سمندر میں تیرنا",
        "بس کے سامنے دکان",
        "پانی میں ورزش",
        "پل سے بس ملتی ہے",
        "بچے میرے بغیر سکول جاتے ہیں",
    ],
)
def test_nor_are_they_in_polish_or_urdu(typed: str) -> None:
    assert not speaks_of_danger(fold(typed))
    assert not speaks_of_danger(replies.fold(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "chest pain",
        "pain in my chest",
        "can't breathe",
        "having a stroke",
        "his face is drooping",
        "ból w klatce",
        "سینے میں درد",
    ],
)
def test_an_emergency_of_the_body_is_heard_too(typed: str) -> None:
    assert speaks_of_emergency(fold(typed))
    assert not speaks_of_danger(fold(typed))


@pytest.mark.parametrize(
    "typed", ["lunch club", "stroke group", "my husband died", "breathing group", "walking football", "kino"]
)
def test_ordinary_words_are_not_taken_for_either(typed: str) -> None:
    assert not speaks_of_danger(fold(typed))
    assert not speaks_of_emergency(fold(typed))


@pytest.mark.parametrize("typed", ["My husband hits me", "he wont let me out", "I'm afraid of my own son", "mąż mnie bije"])
def test_harm_by_another_is_danger_too(typed: str) -> None:
    assert speaks_of_harm_by_another(fold(typed))
    assert speaks_of_danger(fold(typed))


@pytest.mark.parametrize("typed", ["my landlord won't let me keep a cat", "scared of my wife dying", "my knee hurts"])
def test_harm_by_another_is_not_heard_in_ordinary_worries(typed: str) -> None:
    assert not speaks_of_danger(fold(typed))


@pytest.mark.parametrize("code", sorted(DANGER))
def test_every_phrase_is_heard_in_the_search_and_in_a_text(code: str) -> None:
    words = DANGER[code]
    for phrase in (*words.harm_to_self, *words.harmed):
        assert speaks_of_danger(fold(f"hello, {phrase.upper()}.")), phrase
        assert speaks_of_danger(replies.fold(f"1 {phrase}!")), phrase
    for phrase in words.harmed:
        assert speaks_of_harm_by_another(replies.fold(phrase)), phrase
    assert code in REVIEWS


OF_THEMSELVES = (
    "she wants to kill herself",
    "he says he will end it",
    "My mum has taken all her tablets",
    "he's taken too many of his pills",
    "Dad swallowed a whole box of paracetamol",
    "she's threatening to hurt herself",
    "my son is self-harming, he is cutting himself",
    "he tried to hang himself",
    "she wishes she was dead",
    "he doesn't want to live",
    "my sister doesn't want to be here any more",
    "he says we'd be better off without him",
    "she talks about ending her life",
    "he wants to jump off a bridge",
    "mama mówi, że chce się zabić",
    "ona połknęła wszystkie tabletki",
    "on wolałby nie żyć",
    "امی نے ساری گولیاں کھا لیں",
    "وہ خود کو نقصان پہنچاتی ہے",
)
BY_ANOTHER = (
    "he hit her",
    "He hits my mum when he drinks",
    "her son is beating her",
    "my dad punched mum in the face",
    "her husband threatens her",
    "she's afraid of her own son",
    "he won't let her see her friends",
    "he strangled her",
    "he threatened to kill her",
    "he says he will kill her",
    "she is being abused by her carer",
    "mąż ją bije",
    "on bije mamę",
    "ona boi się syna",
    "وہ امی کو مارتا ہے",
    "ان کا شوہر اسے مارتا ہے",
)


@pytest.mark.parametrize("typed", OF_THEMSELVES)
def test_somebody_elses_danger_from_themselves_is_danger(typed: str) -> None:
    for folded in (fold(typed), replies.fold(typed)):
        assert speaks_of_danger(folded)
        assert not speaks_of_harm_by_another(folded)


@pytest.mark.parametrize("typed", BY_ANOTHER)
def test_somebody_else_who_is_harmed_is_danger(typed: str) -> None:
    for folded in (fold(typed), replies.fold(typed)):
        assert speaks_of_harm_by_another(folded)


@pytest.mark.parametrize(
    "typed",
    [
        "he killed it on stage",
        "she is dead tired",
        "he nearly killed himself laughing",
        "she'll kill me if I forget her birthday",
        "his knees are killing him",
        "he cut himself shaving",
        "she hurt herself when she fell",
        "he hit her car in the car park",
        "she hit her head on the door",
        "the news hit her hard",
        "his back hurts him",
        "he beat her at bingo",
        "he beat her record",
        "she takes all her tablets",
        "she hasn't taken all her tablets",
        "he has taken all his tablets on time",
        "she doesn't want to live in a care home",
        "she wants to end it with her boyfriend",
        "they will end it at noon",
        "she shot herself in the foot with that one",
        "she is afraid of her husband dying",
        "the doctor won't let him drive",
        "he bats, she bowls",
        "I can't go on Tuesday",
        "we cannot go on the bus",
        "syn bije go na głowę w szachy",
        "ona bierze wszystkie tabletki",
        "وہ ساری دوا وقت پر لیتی ہیں",
        "他打她的电话",
        "他打我电话",
        "o baterie pentru aparat",
    ],
)
def test_plain_talk_of_others_is_not_danger(typed: str) -> None:
    assert not speaks_of_danger(fold(typed))
    assert not speaks_of_danger(replies.fold(typed))


@pytest.mark.parametrize("code", sorted(OF_ANOTHER))
def test_every_phrase_about_others_is_heard_in_the_search_and_in_a_text(code: str) -> None:
    words = OF_ANOTHER[code]
    for phrase in (*words.harm_to_self, *words.harmed):
        assert speaks_of_danger(fold(f"hello, {phrase.upper()}.")), phrase
        assert speaks_of_danger(replies.fold(f"1 {phrase}!")), phrase
    for phrase in words.harmed:
        assert speaks_of_harm_by_another(replies.fold(phrase)), phrase


def test_every_language_with_words_for_oneself_has_words_for_others() -> None:
    assert OF_ANOTHER.keys() == DANGER.keys()
