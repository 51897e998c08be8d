"""Words that may mean that somebody else's life is in danger: "she wants to kill herself", "he hits her". Data.

They come from carers, from relatives, from whoever is worried about a neighbour. English, Polish and Urdu have patterns,
written in the folded letters `distress` reads; the other languages have phrases with their English beside them, found and
reviewed as those in `distress_words` are. What speaks of oneself stands there, and is not said again here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_THEIR = r"(his|her|their)"
_SELF = r"(him|her|them) ?sel(f|ves)"
# Who is close enough to do harm behind a door. Bodies, buses and bad news "hit" people too, and are not here.
_KIN = (
    r"(husband|hubby|wife|partner|boyfriend|girlfriend|fiancee?|ex|son|daughter|dad|father|mum|mother|mom|mam|brother|sister"
    r"|uncle|stepdad|stepson|grandson|nephew|carer|neighbour|lodger|flatmate)"
)
_SOMEBODY = rf"(he|she|(my|her|his|their|our|the) (own )?(ex )?{_KIN}|mum|dad)"
# Whom it is done to. "Her" is a word of belonging, too ("he hit her car"): then one of these does not follow.
_HURT_ONE = (
    rf"(him|her|them|mum|dad|(my|his|her|their|our) {_KIN}"
    r"|(my|his|her|their|our|the) (kids?|child|children|baby|nan|gran|parents))"
)
_NOT_ANOTHERS_THING = (
    r"(?=$| (again|and|so|when|if|because|last|yesterday|today|tonight|every|hard|badly|too|now|often|sometimes|a lot|all the"
    r"|at home|at night|until|while|but|this|the other|twice|once|really|please|help|i|she|he|they|we|what|in front"
    r"|in the (face|head|stomach|eye|mouth)|on the (head|face|arm)|with (a|an|his|her)|across the|over the head|up)\b)"
)
_TABLETS = r"(tablets?|pills?|medication|medications|meds|medicines?|paracetamols?|sleeping \w+|painkillers?|insulin)"
_AS_ONE_SHOULD = (
    r"(?! (on time|properly|correctly|as (prescribed|told|she|he|they)|with (food|breakfast|water)|this week|every day|like))"
)
_NOT_DENIED = "(?<!not )(?<!nt )(?<!never )"
_WILL = r"(will|ll|would|wants? to|wanna|is going to|s going to|going to|gonna|is gonna|is ready to|threatens to|threatened to)"

HARM_TO_THEMSELVES = (
    rf"\bkill(s|ed|ing)? {_SELF}\b(?! (laughing|with laughter|working|with work))",
    rf"\b(harm(s|ed|ing)?|hang(s|ed|ing)?|hung|shoot(ing)?|shot|drown(s|ed|ing)?|poison(s|ed|ing)?|unaliv(e|ed|ing)) {_SELF}\b"
    r"(?! in the foot)",
    rf"\b(cuts|cutting|hurting) {_SELF}\b(?! (shaving|when|on|by|while|falling|off|a slice|free|loose|some))",
    rf"\b(wants?|wanted|going|threaten(s|ed|ing)?|trying|tried|tries) to (hurt|cut) {_SELF}\b(?! (some|a slice|free|loose))",
    rf"\bhurts? {_SELF} on purpose\b",
    rf"\bend(s|ed|ing)? {_THEIR} (own )?(life|lives)\b",
    rf"\b(take|takes|taking|taken|took) {_THEIR} own (life|lives)\b",
    rf"\b(he|she|my \w+|mum|dad) {_WILL} end (it|everything|things)\b"
    r"(?! (with|between|by|early|at|on|in|there|before|after|when|soon as))",
    r"\b(he|she|they|my \w+|mum|dad)( \w+){0,3} end(ing)? it all\b",
    r"\bwish(es|ed) (he|she|they) (was|were) (dead|not here|never born|not alive)\b",
    r"\b(doesnt|does not|didnt|no longer) wants? to (be here any ?more|be alive|wake up|exist|go on living)\b",
    r"\b(doesnt|does not|no longer) wants? to live\b"
    r"(?! (in|with|at|on|there|here|alone|near|by|next|like|under|far|abroad|off|anywhere|that|together|downstairs|upstairs|so"
    r"|where))",
    r"\b(says|said|thinks|feels) (that )?(wed?|everyone|everybody|youd?|theyd?|id?)( \w+){0,2} better off"
    r" without (him|her|them)\b",
    rf"{_NOT_DENIED}\b(taken|took|swallowed) (all|the whole of|all of) ({_THEIR}|the) {_TABLETS}\b{_AS_ONE_SHOULD}",
    rf"{_NOT_DENIED}\b(taken|took|swallowed) (far |way )?too many (of )?({_THEIR} |the |my )?{_TABLETS}\b",
    rf"\b(taken|took|swallowed) (a|the) whole (box|bottle|packet|pack|strip|lot) of (({_THEIR}|my|the) )?{_TABLETS}\b",
    r"\b(wants?|wanted|going|threaten(s|ed|ing)?|ready|tried) to jump (off|from|out of|under|in front of) (a|the|that) "
    r"(bridge|roof|balcony|building|cliff|train|bus|car|lorry|window)\b",
    r"\b(odebral|odebrala) sobie zycie\b",
    r"\bskonczyl(a)? ze soba\b",
    r"\bwolal(a)?by (umrzec|nie zyc)\b",
    r"\b(ona|on|corka|syn|siostra|brat) (sie tnie|tnie sie)\b",
    r"\b(wziela|wzial|polknela|polknal|zazyla|zazyl|lyknela|lyknal) (wszystkie|cale opakowanie|za duzo) (swoje |swoich )?"
    r"(tabletki|leki|tabletek|lekow|proszki)\b",
    r"(ساری|سب|تمام) (گولیاں|دوا.یاں|دوا.یں|دوا) (ک.ا|نگل)",
    r"(خود|اپنے .پ) کو (نقصان|ختم|زخمی|مار)",
    r"اپنی زندگی ختم",
    r"\b(sari|saari) (goliyan|dawaiyan|dawai) (kha|nigal)",
)
HARM_TO_ANOTHER = (
    rf"\b{_SOMEBODY} (has |had |keeps? |is |was |s )?(just )?(hits?|hitting|punche[sd]|punching|slap(s|ped|ping)|kick(s|ed|ing)"
    rf"|attack(s|ed|ing)|threaten(s|ed|ing)|hurts?|hurting|beats|beating|abus(es|ed|ing)) {_HURT_ONE}\b{_NOT_ANOTHERS_THING}",
    rf"\b{_SOMEBODY} (has )?beat(en)? {_HURT_ONE} (up|again|with a|black|badly|when he|when she|last night)\b",
    r"\b(strangl(es?|ed|ing)|rap(es|ed|ing)) ((my|his|her) \w+|her|him|them)\b",
    rf"\b(abused|beaten|beaten up|hit|hurt) by ({_THEIR}|my|the) (own )?(ex )?{_KIN}\b(?! (at|in) \w+)",
    rf"\b(scared|frightened|afraid|terrified) of {_THEIR} (own )?(ex )?{_KIN}\b(?! (dying|dies|falling|getting|being|going|s))",
    rf"\b{_SOMEBODY} (wont|will not|doesnt|does not) let (her|him|my \w+) (leave the (house|flat)|out of the (house|flat)|go out"
    r"|see (anyone|anybody|(her|his) (family|friends|doctor)|a doctor))\b",
    r"\b(threaten(s|ed|ing)?|wants|trying|tried|tries) to (kill|stab|strangle|rape) (him|her|them|me|us|my \w+)\b",
    r"\b(he|she) (says|said) (he|she) (will|ll|is going to|would) (kill|stab|strangle|hurt) (her|him|them)\b",
    r"\b(on|ona|maz|syn|partner|chlopak|ojciec|corka|zona|opiekun|opiekunka|sasiad) (ja|go|ich|mame|matke|zone|dzieci|babcie) "
    r"(bije|bil|pobil|pobila|uderzyl|uderzyla|krzywdzi|szarpie|dusi|katuje)\b",
    r"\b(bije|pobil|pobila|uderzyl|uderzyla) (ja|go|swoja zone|mame|matke|zone|dzieci|siostre|babcie)\b(?! na glowe)",
    r"\bze (ja|go|ich) zabije\b",
    r"\bboi sie (swojego |swojej )?(meza|partnera|chlopaka|syna|ojca|zony|corki)\b",
    r"(شو.ر|بیٹا|خاوند|و.) (اسے|اس کو|امی کو|ماں کو|بیوی کو|بچوں کو) مار",
    r"(بیوی|امی|ماں|والد.|بچوں|ب.ن) کو مار(تا|تے|تی|ا پیٹا|پیٹ)",
    r"(بیٹے|باپ|خاوند) سے ڈرتی",
    r"جان سے مار",
    r"\b(usko|use|ammi ko|maa? ko|biwi ko|bachon ko) ma+rt[aei]\b",
)


@dataclass(frozen=True)
class OfAnother:
    """One language's phrases, each with its English: somebody who may harm themselves, and somebody who is harmed."""

    harm_to_self: Mapping[str, str]
    harmed: Mapping[str, str]


OF_ANOTHER: dict[str, OfAnother] = {
    "ar": OfAnother(
        {
            "يريد أن يموت": "he wants to die",
            "تريد أن تموت": "she wants to die",
            "بده يموت": "he wants to die",
            "بدها تموت": "she wants to die",
            "عايز يموت": "he wants to die",
            "عايزة تموت": "she wants to die",
            "يقتل نفسه": "he kills himself",
            "تقتل نفسها": "she kills herself",
            "قتل نفسه": "he killed himself",
            "قتلت نفسها": "she killed herself",
            "ينتحر": "he kills himself",
            "تنتحر": "she kills herself",
            "يؤذي نفسه": "he harms himself",
            "تؤذي نفسها": "she harms herself",
            "ينهي حياته": "he ends his life",
            "تنهي حياتها": "she ends her life",
            "لا يريد أن يعيش": "he does not want to live",
            "لا تريد أن تعيش": "she does not want to live",
            "ابتلعت كل الحبوب": "she swallowed all the tablets",
            "أخذت كل أدويتها": "she has taken all her medicines",
            "أخذ كل أدويته": "he has taken all his medicines",
        },
        {
            "يضربها": "he hits her",
            "تضربه": "she hits him",
            "زوجها ضربها": "her husband hit her",
            "يضرب أمي": "he hits my mother",
            "يضرب أمه": "he hits his mother",
            "يهددها بالقتل": "he threatens to kill her",
            "تخاف من زوجها": "she is afraid of her husband",
            "خائفة من زوجها": "afraid of her husband",
        },
    ),
    "bn": OfAnother(
        {
            "মরতে চায়": "wants to die",
            "মরে যেতে চায়": "wants to die",
            "বাঁচতে চায় না": "does not want to live",
            "বেঁচে থাকতে চায় না": "does not want to stay alive",
            "সব ওষুধ খেয়ে ফেলে": "has taken all the medicine",
            "morte chay": "wants to die",
            "bachte chay na": "does not want to live",
        },
        {
            "তাকে মারধর": "beats her or him",
            "মাকে মারধর": "beats mother",
            "মাকে মারে": "hits mother",
            "বউকে মারে": "hits his wife",
            "স্ত্রীকে মারে": "hits his wife",
        },
    ),
    "cy": OfAnother(
        {
            "lladd ei hun": "kill himself or herself",
            "niweidio ei hun": "harm himself or herself",
            "diwedd ar ei bywyd": "an end to her life",
            "diwedd ar ei fywyd": "an end to his life",
            "cymryd ei bywyd ei hun": "take her own life",
            "cymryd ei fywyd ei hun": "take his own life",
            "cymryd ei thabledi i gyd": "taken all her tablets",
            "cymryd ei dabledi i gyd": "taken all his tablets",
        },
        {
            "yn ei tharo": "hits her",
            "yn ei churo hi": "beats her",
            "yn ei bwrw hi": "hits her",
            "yn taro mam": "hits mum",
            "ofn ei gŵr": "afraid of her husband",
        },
    ),
    "gu": OfAnother(
        {
            "મરી જવા માંગે": "wants to die",
            "મરવા માંગે": "wants to die",
            "જીવવા માંગતી નથી": "does not want to live (a woman)",
            "જીવવા માંગતો નથી": "does not want to live (a man)",
            "બધી ગોળીઓ ખાઈ": "has taken all the tablets",
        },
        {"એને મારે છે": "hits her or him", "તેને મારે છે": "hits her or him", "મમ્મીને મારે છે": "hits mum"},
    ),
    "hi": OfAnother(
        {
            "अपने आप को मार": "kill himself or herself",
            "खुद को खत्म": "put an end to himself or herself",
            "खुद को नुकसान": "harm to himself or herself",
            "सारी गोलियां खा": "has taken all the tablets",
            "सारी दवाइयां खा": "has taken all the medicines",
            "सारी दवा खा": "has taken all the medicine",
        },
        {
            "उसे मारता है": "he hits her or him",
            "उसे पीटता": "he beats her or him",
            "उसको मारता है": "he hits her or him",
            "माँ को मारता": "he hits mother",
            "मां को मारता": "he hits mother",
            "पत्नी को मारता": "he hits his wife",
            "पत्नी को पीटता": "he beats his wife",
            "बच्चों को मारता": "he hits the children",
            "जान से मार": "kill (a threat)",
        },
    ),
    "pa": OfAnother(
        {
            "ਖੁਦ ਨੂੰ ਮਾਰ": "kill himself or herself",
            "ਆਪਣੇ ਆਪ ਨੂੰ ਮਾਰ": "kill himself or herself",
            "ਸਾਰੀਆਂ ਗੋਲੀਆਂ ਖਾ": "has taken all the tablets",
        },
        {
            "ਉਸਨੂੰ ਮਾਰਦਾ": "he hits her or him",
            "ਉਸ ਨੂੰ ਮਾਰਦਾ": "he hits her or him",
            "ਮਾਂ ਨੂੰ ਮਾਰਦਾ": "he hits mother",
            "ਪਤਨੀ ਨੂੰ ਮਾਰਦਾ": "he hits his wife",
        },
    ),
    "pt": OfAnother(
        {
            "quer morrer": "wants to die",
            "quer matar-se": "wants to kill himself or herself",
            "quer se matar": "wants to kill himself or herself",
            "tentou matar-se": "tried to kill himself or herself",
            "tentou se matar": "tried to kill himself or herself",
            "não quer viver": "does not want to live",
            "não quer mais viver": "does not want to live any more",
            "acabar com a própria vida": "put an end to their own life",
            "tirar a própria vida": "take their own life",
            "fazer mal a si": "harm himself or herself",
            "tomou todos os comprimidos": "has taken all the tablets",
            "tomou os comprimidos todos": "has taken all the tablets",
            "tomou todos os remédios": "has taken all the medicines",
        },
        {
            "ele bate-lhe": "he hits her",
            "ele bate nela": "he hits her",
            "marido bate-lhe": "her husband hits her",
            "marido bate nela": "her husband hits her",
            "bate na mãe": "hits his or her mother",
            "bate na mulher": "hits his wife",
            "medo do marido": "afraid of her husband",
            "ameaça matá-la": "threatens to kill her",
        },
    ),
    "ro": OfAnother(
        {
            "vrea să moară": "wants to die",
            "vrea să se omoare": "wants to kill himself or herself",
            "o să se omoare": "is going to kill himself or herself",
            "nu mai vrea să trăiască": "does not want to live any more",
            "să-și ia viața": "take their own life",
            "a luat toate pastilele": "has taken all the tablets",
            "a înghițit toate pastilele": "has swallowed all the tablets",
        },
        {
            "soțul o bate": "her husband beats her",
            "soțul ei o bate": "her husband beats her",
            "o bate soțul": "her husband beats her",
            "fiul o bate": "her son beats her",
            "a bătut-o": "beat her",
            "a lovit-o soțul": "her husband hit her",
            "frică de fiul": "afraid of her son",
        },
    ),
    "ru": OfAnother(
        {
            "хочет умереть": "wants to die",
            "не хочет жить": "does not want to live",
            "не хочет больше жить": "does not want to live any more",
            "убьёт себя": "will kill himself or herself",
            "убил себя": "killed himself",
            "убила себя": "killed herself",
            "покончит с собой": "will put an end to himself or herself",
            "наложить на себя руки": "take their own life",
            "выпила все таблетки": "she has taken all the tablets",
            "выпил все таблетки": "he has taken all the tablets",
            "приняла слишком много таблеток": "she has taken too many tablets",
            "принял слишком много таблеток": "he has taken too many tablets",
        },
        {
            "он её бьёт": "he beats her",
            "он бьёт её": "he beats her",
            "муж её бьёт": "her husband beats her",
            "муж бьёт её": "her husband beats her",
            "её бьёт муж": "her husband beats her",
            "сын её бьёт": "her son beats her",
            "он ударил её": "he hit her",
            "он её ударил": "he hit her",
            "бьёт маму": "beats mum",
            "боится мужа": "afraid of her husband",
            "боится своего мужа": "afraid of her husband",
            "угрожает убить": "threatens to kill",
        },
    ),
    "so": OfAnother(
        {
            "inuu is dilo": "that he kills himself",
            "inay is disho": "that she kills herself",
            "wuxuu rabaa inuu dhinto": "he wants to die",
            "waxay rabtaa inay dhimato": "she wants to die",
        },
        {"wuu garaacaa iyada": "he beats her", "ninkeeda ayaa garaaca": "her husband beats her"},
    ),
    "tr": OfAnother(
        {
            "ölmek istiyor": "wants to die",
            "kendini öldür": "kill himself or herself",
            "yaşamak istemiyor": "does not want to live",
            "canına kıy": "take their own life",
            "kendine zarar ver": "harm himself or herself",
            "bütün ilaçlarını içti": "has taken all the medicines",
            "tüm ilaçlarını içti": "has taken all the medicines",
            "tüm haplarını içti": "has taken all the tablets",
        },
        {
            "onu dövüyor": "beats her or him",
            "karısını dövüyor": "beats his wife",
            "annesini dövüyor": "beats his or her mother",
            "annemi dövüyor": "beats my mother",
            "kocası dövüyor": "her husband beats",
            "kocasından korkuyor": "is afraid of her husband",
        },
    ),
    "uk": OfAnother(
        {
            "хоче померти": "wants to die",
            "хоче вмерти": "wants to die",
            "не хоче жити": "does not want to live",
            "не хоче більше жити": "does not want to live any more",
            "вб'є себе": "will kill himself or herself",
            "покінчить із собою": "will put an end to himself or herself",
            "покінчить з собою": "will put an end to himself or herself",
            "випила всі таблетки": "she has taken all the tablets",
            "випила усі таблетки": "she has taken all the tablets",
            "випив всі таблетки": "he has taken all the tablets",
            "випив усі таблетки": "he has taken all the tablets",
        },
        {
            "він її б'є": "he beats her",
            "він б'є її": "he beats her",
            "чоловік її б'є": "her husband beats her",
            "чоловік б'є її": "her husband beats her",
            "її б'є чоловік": "her husband beats her",
            "син її б'є": "her son beats her",
            "він вдарив її": "he hit her",
            "б'є маму": "beats mum",
            "боїться чоловіка": "afraid of her husband",
            "боїться свого чоловіка": "afraid of her husband",
            "погрожує вбити": "threatens to kill",
        },
    ),
    "zh": OfAnother(
        {
            "她想死": "she wants to die",
            "他想死": "he wants to die",
            "结束她的生命": "end her life",
            "結束她的生命": "end her life",
            "结束他的生命": "end his life",
            "結束他的生命": "end his life",
            "吞了所有的药": "has swallowed all the medicine",
            "吞了所有的藥": "has swallowed all the medicine",
        },
        {
            "他打她": "he hits her",
            "她打他": "she hits him",
            "丈夫打她": "her husband hits her",
            "老公打她": "her husband hits her",
            "儿子打她": "her son hits her",
            "兒子打她": "her son hits her",
            "怕她丈夫": "afraid of her husband",
            "怕她老公": "afraid of her husband",
        },
    ),
}
