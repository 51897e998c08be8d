"""What people say in sentences, and what means the same in every language. Data: `meaning` makes sense of it.

Patterns are written folded, as `folding.fold` leaves a text: lower case, no accents, no signs, plain digits. The words
that stand alone are in `vocabulary`.
"""

from messaging.purposes import Purpose

# A wish to stop, said inside a sentence. Phrases, not words: "we could not stop laughing" is not one.
STOP_PHRASES = (
    r"\b(please|pls|plz|just|kindly|now) stop$",
    r"^stop (please|pls|plz|now|it|this|that)$",
    r"\bstop (please )?(texting|messaging|sending|contacting|bothering|writing)\b",
    r"\bstop (please )?((the|these|those|all|your) )?(texts?|messages?|sms)\b",
    r"\b(do not|dont|never|no longer) (ever )?(text|message|contact|write to) (me|us|this number)\b",
    r"\b(do not|dont) send (me )?(any |more |any more )?(texts?|messages?)\b",
    r"\b(do not|dont) want (any |more |any more |your |these )+(texts?|messages?)\b",
    r"\bno more (texts?|messages?)\b",
    r"\b(take|get) me off\b",
    r"\b(remove|delete) (me|my number)\b",
    r"\bunsubscribe\b",
    r"\bleave me alone\b",
    r"\bopt (me )?out\b",
    r"\bprosze (przestan|przestancie|nie pisac|nie pisz|nie wysylac)\b",
    r"\b(przestan|przestancie) (do mnie |mi )?(pisac|wysylac)\b",
    r"\bnie (piszcie|pisz|wysylajcie|wysylaj)\b",
    r"\bnie chce (juz )?(wiecej )?(tych )?(sms|wiadomosci)",
    r"\bkoniec (z )?(tymi )?(sms|wiadomosci)",
    r"\bdajcie mi spokoj\b",
    r"(پیغام|میسج|پیغامات|ٹیکسٹ|میسجز).{0,20}(بند|نہ بہیج|مت بہیج|روک)",
    r"\b(message|msg|text|messages)\b.{0,20}\b(band kar|bund kar|mat bhej|na bhej)",
    # one or two set phrases for the languages we do not write yet
    r"\bnu (imi mai|mi mai|mai) (scrieti|trimiteti)\b",
    r"\b(parem|pare|pode parar) de (enviar|mandar|escrever)\b",
    r"\b(mesaj|sms) (atmayin|gondermeyin|istemiyorum)\b",
    r"\b(не пишите|не пишіть|не присылаите|не надсилаите)\b",
    r"(لا تراسلون|لا ترسلوا|توقفوا عن)",
    r"\b(peidiwch|paid) a (thecstio|tecstio|anfon)\b",
    r"(মেসেজ|মেসেজ পাঠানো|বার্তা).{0,20}(বনধ|পাঠাবেন না)",
    r"(ਮੈਸੇਜ|ਸੁਨੇਹੇ|સંદેશા|મેસેજ|मैसेज|संदेश).{0,20}(ਬੰਦ|ਨਾ ਭੇਜ|બંધ|ન મોકલ|बंद|मत भेज)",
    r"(别再|不要再|停止).{0,4}(发|發|短信)",
)

# A wish to stop what is for one purpose. The first that fits counts; anything longer than a few words is read by a human too.
STOP_PURPOSE = (
    (
        Purpose.REMINDER,
        (
            r"\b(stop|no more|no|end|turn off|without|dont want|dont send|dont need|enough)\b.{0,24}\b(reminders?|reminding)\b",
            r"\breminders?\b.{0,10}\b(stop|off)\b",
            r"\b(stop|koniec|bez|zadnych|nie wysylaj|nie wysylajcie|nie chce|przestan|przestancie|wylacz)\b.{0,20}\bprzypom",
            r"یاد ?دہانی.{0,24}(بند|روک|نہیں چاہ|نہ بہیج|مت بہیج)",
            r"\b(reminders?|yaad ?d[ae]hani)\b.{0,16}\b(band|bund|roko|mat|nahi chahiye)\b",
            r"\bstop (przypomnienia|یاد ?دہانی)",
        ),
    ),
    (
        Purpose.CHECK_IN,
        (
            r"\b(stop|no more|end|turn off|dont want|dont send|enough)\b.{0,24}\b(questions?|asking|surveys?|check ?ins?)\b",
            r"\b(stop|koniec|bez|zadnych|nie wysylaj|nie wysylajcie|nie chce|przestan|przestancie|wylacz)\b.{0,20}\bpyta[cnj]",
            r"سوال.{0,24}(بند|روک|نہ پوچ|مت پوچ|نہیں چاہ|نہ بہیج|مت بہیج)",
            r"\b(sawal|sawaal|sawalat|questions?)\b.{0,16}\b(band|bund|roko|mat|na pooch)",
        ),
    ),
    (Purpose.PLAN, (r"^(please )?stop (the |my )?plan( texts| news| messages)?$", r"^stop plan")),
    (Purpose.REFERRAL, (r"^(please )?stop (the |my )?(referral|group)s?( texts| news| messages)?$",)),
)
START_PURPOSE = (
    (
        Purpose.REMINDER,
        (r"^(please )?(start|send|restart) (the |my |me )?reminders?( please| again)?$", r"^(wznow|start) przypomnienia$"),
    ),
    (
        Purpose.CHECK_IN,
        (r"^(please )?(start|send|restart) (the |my |me )?questions?( please| again)?$", r"^(wznow|start) pytania$"),
    ),
)
SHORT = 5  # words: as many as a plain "please stop sending me reminders" needs

# They will not come to what is arranged: about a day to come, not "I couldn't come", which answers the question afterwards.
CANNOT_COME = (
    r"\b(cant|cannot|can not|wont be able to|not able to|unable to|not going to be able to) (now )?"
    r"(come|make it|attend|get there|be there)\b(?! (to terms|down|up|off|out))",
    r"\b(cant|cannot|can not) (make|do|go) (it )?(to the |on |this |next )?"
    r"(today|tomorrow|tonight|mon|tue|wed|thu|fri|sat|sun|appointment|meeting|group|session)",
    r"\b(wont|will not|im not|i am not|am not) (be )?(coming|there|attending)\b",
    r"\bwont (come|make it|attend)\b",
    r"\bcancel (my|the|this|that|our) (appointment|visit|place|booking|session|meeting|mon|tue|wed|thu|fri|sat|sun)",
    r"\bcancel (appointment|visit|booking)\b",
    r"\bnie (moge|bede mogl|bede mogla|dam rady|damy rady|jestem w stanie) (\w+ ){0,3}(przyjsc|dojechac|dotrzec|przyjechac)\b",
    r"\bnie (przyjde|dotre|przyjade|dojade)\b",
    r"\b(odwol(uje|aj|ajcie|ac)) (\w+ )?(wizyt|spotkani|termin)",
    r"نہیں ا (سک|پا|رہ)",
    r"نہیں اوں گ",
    r"ملاقات.{0,12}(کینسل|منسوخ)",
    r"\b(nahi|nahin|nai) (aa|a) (sak|pa|rah)",
    r"\b(appointment|mulaqat|mulakat)\b.{0,12}\b(cancel|mansookh)",
)
CHANGE_DAY = (
    r"\b(re ?book|re ?schedule|re ?arrange)(ed|d|ing)?\b",
    r"\b(change|move) (my |the |this )?(day|date|time|appointment|visit)\b",
    r"\b(come|go|have it) (on )?(a|an)? ?(other|another|different) (day|time)\b",
    r"\b(zmien|zmienic|przeloz|przelozyc|przesun|przesunac) (\w+ )?(dzien|termin|wizyt|spotkani|godzin)",
    r"\b(inny|innego) (dzien|dnia|termin)",
    r"(دن|تاریخ|وقت) (بدل|تبدیل)",
    r"\b(din|tareekh|tarikh|time) (badal|tabdeel|change)",
)

# A short word that says the opposite in a neighbour's language: Poles say "no" for "yeah".
AMBIGUOUS = {"pl": frozenset({"no"})}
POLITE = frozenset(
    {"please", "thanks", "thx", "ty", "x", "xx", "xxx", "ta", "cheers", "dziekuje", "dzieki", "prosze"}
    | {
        "شکریہ",
        "مہربانی",
        "shukria",
        "shukriya",
        "multumesc",
        "obrigado",
        "obrigada",
        "diolch",
        "tesekkurler",
        "дякую",
        "спасибо",
    }
)
THANKS = frozenset(
    {"thank you so much", "thank you very much", "many thanks", "ok", "okay", "ok thanks", "ok thank you", "great thanks"}
    | {"bless you", "lovely thank you", "thanks love", "thanks ben", "serdecznie dziekuje", "bardzo dziekuje", "dziekuje bardzo"}
    | {"بہت شکریہ", "bohat shukria", "bahut shukriya", "ٹہیک ہے", "ok dziekuje", "theek hai"}
)
HEDGES = (  # "about 7" is a seven; "between 6 and 7" is for the person to say
    "about|around|roughly|maybe|perhaps|probably|i think|id say|i would say|say|a|an|its|it is|only|just"
    "|okolo|mniej wiecej|chyba|moze|jakies|z|تقریبا|شاید|taqreeban|shayad|about a|maybe a|probably a|a good|a solid"
)

# What a picture says alone. A heart, hands together or a smile are kind, and say neither that somebody went nor did not.
EMOJI_YES = frozenset("👍👌✅✔☑🙋💯")
EMOJI_NO = frozenset("👎❌✖🚫🙅")
EMOJI_HELP = frozenset("🆘")
EMOJI_WELL = frozenset("👍👌💯😀😃😄😁😊🙂😇🥰")  # to "how are you?"
EMOJI_SO_SO = frozenset("😐😕🫤")
EMOJI_NOT_WELL = frozenset("👎🙁☹😞😔😟😢😭😩😫😣😖😰😥💔")
FEELING = (
    "im|i am|ive been|i have been|i feel|feeling|im feeling|doing|were|we are|just|very|really|quite|pretty|so|a bit|a little"
)
EMOJI_KIND = frozenset("🙏😀😃😄😁😊🙂🥰😍😘💕💖💗💙💚💛🧡💜🖤🤍❤♥🌹🌷🌸🌻🎉🤗😇☺🤝👏🫶")
