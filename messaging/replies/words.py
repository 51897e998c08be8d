"""The words people answer with, in the languages we text in. Data: `replies` makes sense of them.

Patterns are written folded, as `replies.fold` leaves a text: lower case, no accents, no signs, plain digits; words are
folded when they are read.
"""

STOP = frozenset(
    # English, and the carriers' own list
    {
        "stop",
        "stopall",
        "unsubscribe",
        "end",
        "quit",
        "revoke",
        "optout",
        "opt out",
        "cancel",
        "remove",
        "td",
        "arret",
        "stop all",
    }
    # Polish
    | {"koniec", "przestan", "przestancie", "zatrzymaj", "rezygnuje", "wypisz", "anuluj"}
    # Urdu
    | {"بند", "بند کرو", "بند کریں", "بند کر دیں", "روکیں", "روکو", "روک دیں", "سٹاپ", "اسٹاپ", "band karo", "band karen"}
)
# Keywords of the carriers that a person may well mean for the appointment: we stop, and a human is told.
STOP_OR_APPOINTMENT = frozenset({"cancel", "anuluj", "rezygnuje"})
START = frozenset({"start", "unstop", "restart", "opt in", "optin", "zacznij", "wznow", "شروع", "شروع کریں", "سٹارٹ", "اسٹارٹ"})
HELP = frozenset({"help", "info", "information", "pomoc", "informacja", "معلومات"})

# A wish to stop, said inside a sentence. Phrases, not words: "we could not stop laughing" is not one.
STOP_PHRASES = (
    r"\b(please|pls|plz|just|kindly|now) stop$",
    r"^stop (please|pls|plz|now|it|this|that)$",
    r"\bstop (please )?(texting|messaging|sending|contacting|bothering|writing)\b",
    r"\bstop (please )?((the|these|all|your) )?(texts?|messages?)\b",
    r"\b(do not|dont|never|no longer) (ever )?(text|message|contact|write to) (me|us|this number)\b",
    r"\b(do not|dont) send (me )?(any |more |any more )?(texts?|messages?)\b",
    r"\bno more (texts?|messages?)\b",
    r"\b(take|get) me off\b",
    r"\bremove me\b",
    r"\bunsubscribe\b",
    r"\bleave me alone\b",
    r"\bopt (me )?out\b",
    r"\bprosze (przestan|przestancie|nie pisac|nie pisz|nie wysylac)\b",
    r"\b(przestan|przestancie) (do mnie |mi )?(pisac|wysylac)\b",
    r"\bnie (piszcie|pisz|wysylajcie|wysylaj)\b",
    r"\bkoniec (z )?(tymi )?(sms|wiadomosci)",
    r"(پیغام|میسج|پیغامات|ٹیکسٹ|میسجز).{0,20}(بند|نہ بہیج|مت بہیج|روک)",
    r"\b(message|msg|text|messages)\b.{0,20}\b(band kar|mat bhej|na bhej)",
)

YES = frozenset(
    {
        "yes",
        "y",
        "yep",
        "yeah",
        "yea",
        "yup",
        "yes please",
        "yes i did",
        "i did",
        "yes i went",
        "i went",
        "yes thank you",
        "yes thanks",
    }
    | {"yes it was lovely", "yes it was good", "yes it was great", "oh yes", "yes we did", "of course", "aye"}
    | {"tak", "tak bylam", "tak bylem", "bylam", "bylem", "tak dziekuje", "no tak", "oczywiscie", "jasne"}
    | {
        "ہاں",
        "جی",
        "جی ہاں",
        "ہاں جی",
        "ہاں گئی",
        "ہاں گیا",
        "haan",
        "han",
        "haan ji",
        "ji",
        "ji haan",
        "jee",
        "jee haan",
        "han ji",
    }
)
NO = frozenset(
    {
        "no",
        "n",
        "nope",
        "nah",
        "no i didnt",
        "i didnt",
        "i did not",
        "no i did not",
        "not yet",
        "no sorry",
        "sorry no",
        "no thanks",
    }
    | {
        "i couldnt",
        "i could not",
        "no i couldnt",
        "no i could not",
        "i didnt go",
        "i did not go",
        "no thank you",
        "not this time",
    }
    | {"nie", "nie bylam", "nie bylem", "nie dziekuje", "niestety nie", "jeszcze nie", "nie moglam", "nie moglem"}
    | {"نہیں", "جی نہیں", "نہیں جی", "نہیں گئی", "نہیں گیا", "nahi", "nahin", "nai", "ji nahi", "nahi ji", "jee nahi"}
)
NEED_HELP = frozenset(
    {
        "need help",
        "i need help",
        "help me",
        "please help",
        "i need some help",
        "help please",
        "please help me",
        "i need your help",
    }
    | {"can you help", "can you help me", "need some help", "need help please"}
    | {"potrzebuje pomocy", "prosze o pomoc", "pomocy", "pomozcie", "pomoz mi"}
    | {"مدد", "مدد چاہیے", "مجھے مدد چاہیے", "مجھے مدد چاہئے", "مدد کریں", "madad", "madad chahiye", "mujhe madad chahiye"}
)

# A short word that says the opposite in a neighbour's language: Poles say "no" for "yeah".
AMBIGUOUS = {"pl": frozenset({"no"})}
POLITE = frozenset({"please", "thanks", "thank", "you", "thx", "x", "xx", "ta", "dziekuje", "prosze", "شکریہ", "shukria"})

NUMBERS = {
    "zero": 0, "nought": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
    "jeden": 1, "jedynka": 1, "dwa": 2, "dwojka": 2, "trzy": 3, "trojka": 3, "cztery": 4, "piec": 5, "szesc": 6, "siedem": 7,
    "osiem": 8, "dziewiec": 9, "dziesiec": 10,
    "صفر": 0, "ایک": 1, "دو": 2, "تین": 3, "چار": 4, "پانچ": 5, "چھ": 6, "چھے": 6, "سات": 7, "آٹھ": 8, "نو": 9, "دس": 10,
    "ek": 1, "aik": 1, "teen": 3, "char": 4, "paanch": 5, "panch": 5, "chay": 6, "saat": 7, "aath": 8, "nau": 9, "das": 10,
}  # fmt: skip
