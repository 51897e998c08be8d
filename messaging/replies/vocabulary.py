"""The words people answer with, language by language. Data: `meaning` makes sense of them.

`WORDS` holds English, Polish and Urdu (with what is typed in Latin letters); the others are in `vocabulary_others`.
Words are separated by semicolons, written as people write them, and folded when they are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from translations.distress_words import Sure


@dataclass(frozen=True)
class Vocabulary:
    """One language's words. Each field but `numbers` and `sure` is a list separated by semicolons."""

    stop: str  # alone, they act at once
    stop_or_appointment: str  # keywords that a person may well mean for an appointment: we stop, and a human is told
    start: str
    help: str  # what is this?
    who: str  # who is this?
    yes: str
    no: str
    need_help: str
    cannot_come: str
    change_day: str
    numbers: Mapping[str, int]
    can_come: str = ""
    well: str = ""  # to "how are you?", when it is all that is said; where a language has none, a human reads the answer
    so_so: str = ""
    not_well: str = ""
    sure: Sure = Sure.QUITE


def count(*words: str, also: Mapping[str, int] | None = None) -> dict[str, int]:
    """Number words from nought up, and other ways to say some of them."""
    return {word: number for number, word in enumerate(words)} | dict(also or {})


ENGLISH = Vocabulary(
    stop="stop; stopall; stop all; unsubscribe; end; quit; revoke; optout; opt out; remove; td; arret",  # the carriers' list
    stop_or_appointment="cancel",
    start="start; unstop; restart; opt in; optin",
    help="help; info; information",
    who="who is this; whos this; who are you; who is it; who r u; who dis; whose number is this; who sent this; "
    "who is texting me; who am i talking to; who is this please; sorry who is this",
    yes="yes; y; yep; yeah; yea; yup; yes please; yes i did; i did; yes i went; i went; yes thank you; yes thanks; "
    "yes it was lovely; yes it was good; yes it was great; oh yes; yes we did; of course; aye; sure did; yes i got there; "
    "i got there; got there; i was there; yes i was; i have been; yes i have",
    no="no; n; nope; nah; no i didnt; i didnt; i did not; no i did not; not yet; no sorry; sorry no; no thanks; i couldnt; "
    "i could not; no i couldnt; no i could not; i didnt go; i did not go; no thank you; not this time; couldnt go; "
    "i couldnt go; i wasnt there; no i wasnt; i havent; not been",
    need_help="need help; i need help; help me; please help; i need some help; help please; please help me; i need your help; "
    "can you help; can you help me; need some help; need help please; sos",
    cannot_come="cant come; cannot come; cancel visit; cancel appointment; cancel my appointment; cancel my visit; "
    "cancel booking; not coming; cant make it; wont make it; i wont be coming; cant attend",
    can_come="can come; i can come; i can come after all; i am coming; im coming; i will come; ill come; coming after all",
    change_day="rebook; re book; reschedule; change day; change the day; change date; change time; another day; different day; "
    "another time; change my appointment; change appointment; rearrange",
    numbers=count(
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", also={"nought": 0, "none": 0}
    ),
    well="good; fine; well; great; grand; lovely; champion; im good; im fine; im well; im great; very well; very good; all good; "
    "all well; doing well; doing fine; doing good; doing ok; not bad; not bad at all; good today; happy",
    so_so="so so; soso; ok; okay; alright; all right; im ok; im okay; im alright; not too bad; could be better; could be worse; "
    "up and down; ups and downs; good days and bad days; coping; managing; im coping; im managing; getting by; getting there; "
    "surviving; mustnt grumble; cant complain; plodding on; bearing up; same as ever; middling; meh",
    not_well="bad; not good; not great; not well; not so good; not too good; not very good; not very well; not ok; not okay; "
    "not so well; not too great; poorly; awful; terrible; rubbish; dreadful; horrible; tired; worn out; exhausted; shattered; "
    "knackered; drained; low; down; sad; lonely; stressed; worried; anxious; scared; struggling; overwhelmed; fed up; "
    "not coping; not sleeping; cant cope; had enough; at the end of my tether; hard; its hard; difficult; burnt out; burned out",
)

POLISH = Vocabulary(
    stop="koniec; przestań; przestańcie; zatrzymaj; wypisz; wypisz mnie; stop sms",
    stop_or_appointment="anuluj; rezygnuję; odwołaj",
    start="zacznij; wznów",
    help="pomoc; informacja; informacje",
    who="kto to; kto to jest; kto pisze; kim jesteś; kim jesteście; kto mówi; czyj to numer; kto do mnie pisze",
    yes="tak; tak byłam; tak byłem; byłam; byłem; tak dziękuję; no tak; oczywiście; jasne; dotarłam; dotarłem; pewnie",
    no="nie; nie byłam; nie byłem; nie dziękuję; niestety nie; jeszcze nie; nie mogłam; nie mogłem; nie dotarłam; nie dotarłem; "
    "nie poszłam; nie poszedłem; nie przyszłam; nie przyszedłem",
    need_help="potrzebuję pomocy; proszę o pomoc; pomocy; pomóżcie; pomóż mi; potrzebna pomoc",
    cannot_come="nie mogę przyjść; nie przyjdę; nie będę mogła przyjść; nie będę mógł przyjść; odwołaj wizytę; odwołuję wizytę; "
    "nie dam rady przyjść; nie dotrę; odwołaj spotkanie",
    can_come="przyjdę; mogę przyjść; jednak przyjdę; będę",
    change_day="inny dzień; zmień dzień; inny termin; zmiana terminu; zmień termin; przełóż wizytę; proszę o inny termin",
    numbers=count(
        "zero", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć", "dziesięć",
        also={"jedynka": 1, "dwójka": 2, "trójka": 3, "czwórka": 4, "piątka": 5, "szóstka": 6, "siódemka": 7, "ósemka": 8},
    ),
    well="dobrze; bardzo dobrze; u mnie dobrze; wszystko dobrze; w porządku; wszystko w porządku; świetnie; super; "
    "całkiem dobrze",
    so_so="tak sobie; jako tako; może być; różnie; bywa różnie; raz lepiej raz gorzej; nie najgorzej; ujdzie; okej; daję radę; "
    "jakoś leci; po staremu; nieźle",
    not_well="źle; bardzo źle; niedobrze; nie za dobrze; nie najlepiej; nie bardzo; kiepsko; słabo; fatalnie; okropnie; ciężko; "
    "bardzo ciężko; jest ciężko; jest mi ciężko; zmęczona; zmęczony; jestem zmęczona; jestem zmęczony; smutno; smutno mi; "
    "jestem sama; jestem sam; nie daję rady; nie radzę sobie; nie śpię; martwię się",
)  # fmt: skip

URDU = Vocabulary(
    stop="بند; بند کرو; بند کریں; بند کر دیں; روکیں; روکو; روک دیں; سٹاپ; اسٹاپ; band karo; band karen; band kar do; "
    "band kar dein; bas karo; roko; bund karo",
    stop_or_appointment="کینسل; منسوخ; cancel karo; cancel kar do",
    start="شروع; شروع کریں; سٹارٹ; اسٹارٹ; shuru; shuru karo; shuru karen",
    help="معلومات; maloomat",
    who="کون; کون ہے; کون ہیں; آپ کون ہیں; آپ کون; یہ کون ہے; کون بول رہا ہے; کس کا نمبر ہے; aap kaun hain; aap kon hain; "
    "aap kaun ho; kaun hai; kon hai; kaun; kon; ye kaun hai; yeh kon hai; aap kaun; aap kon",
    yes="ہاں; جی; جی ہاں; ہاں جی; ہاں گئی; ہاں گیا; جی گئی تھی; جی گیا تھا; گئی تھی; گیا تھا; haan; han; haan ji; ji; ji haan; "
    "jee; jee haan; han ji; haanji; gayi thi; gaya tha; haan gayi thi; haan gaya tha",
    no="نہیں; جی نہیں; نہیں جی; نہیں گئی; نہیں گیا; نہیں جا سکی; نہیں جا سکا; ابھی نہیں; nahi; nahin; nai; ji nahi; nahi ji; "
    "jee nahi; nahi gayi; nahi gaya; nahi ja saki; nahi ja saka; abhi nahi",
    need_help="مدد; مدد چاہیے; مجھے مدد چاہیے; مجھے مدد چاہئے; مدد کریں; madad; madad chahiye; mujhe madad chahiye; madad karo; "
    "madad karen; meri madad karo",
    cannot_come="نہیں آ سکتا; نہیں آ سکتی; نہیں آ سکوں گا; نہیں آ سکوں گی; میں نہیں آ سکتا; میں نہیں آ سکتی; نہیں آؤں گا; "
    "نہیں آؤں گی; nahi aa sakta; nahi aa sakti; nahin aa sakta; nahin aa sakti; main nahi aa sakta; main nahi aa sakti; "
    "nahi aaunga; nahi aaungi; mulaqat cancel",
    can_come="آ سکتا ہوں; آ سکتی ہوں; میں آؤں گا; میں آؤں گی; آؤں گا; آؤں گی; aa sakta hoon; aa sakti hoon; aaunga; aaungi",
    change_day="دوسرا دن; دن بدل دیں; دن تبدیل کریں; تاریخ بدل دیں; dusra din; din badal do; din badal dein; tareekh badal do",
    numbers=count("صفر", "ایک", "دو", "تین", "چار", "پانچ", "چھ", "سات", "آٹھ", "نو", "دس", also={
        "چھے": 6, "ek": 1, "aik": 1, "teen": 3, "char": 4, "chaar": 4, "paanch": 5, "panch": 5, "chay": 6, "chhe": 6, "saat": 7,
        "aath": 8, "nau": 9, "das": 10,
    }),
    well="ٹھیک; ٹھیک ہوں; میں ٹھیک ہوں; بالکل ٹھیک; بالکل ٹھیک ہوں; سب ٹھیک; سب ٹھیک ہے; اچھا ہوں; اچھی ہوں; بہت اچھا; بہت اچھی; "
    "خیریت ہے; الحمدللہ; اللہ کا شکر ہے; theek; theek hoon; theek hun; main theek hoon; bilkul theek; sab theek; sab theek hai; "
    "acha hoon; achi hoon; khairiyat hai; alhamdulillah; allah ka shukar hai",
    so_so="بس ٹھیک; بس ٹھیک ہوں; گزارا ہے; گزر رہی ہے; بس گزر رہی ہے; کبھی اچھا کبھی برا; bas theek; bas theek hoon; guzara hai; "
    "guzar rahi hai; bas guzar rahi hai",
    not_well="ٹھیک نہیں; ٹھیک نہیں ہوں; میں ٹھیک نہیں ہوں; اچھا نہیں; اچھی نہیں; برا; بہت برا; برا حال ہے; تھک گیا ہوں; "
    "تھک گئی ہوں; بہت تھک گیا ہوں; بہت تھک گئی ہوں; پریشان ہوں; بہت پریشان ہوں; اداس ہوں; اکیلا ہوں; اکیلی ہوں; مشکل ہے; "
    "بہت مشکل ہے; theek nahi; theek nahin; theek nahi hoon; acha nahi; bura; bohat bura; bura haal hai; "
    "thak gaya hoon; thak gayi hoon; "
    "pareshan hoon; bohat pareshan hoon; udaas hoon; akela hoon; akeli hoon; mushkil hai; bohat mushkil hai",
)  # fmt: skip

WORDS: dict[str, Vocabulary] = {"en": ENGLISH, "pl": POLISH, "ur": URDU}  # the languages we write
