"""Words that may mean danger to life, in the languages people write to us in: in a text, or typed into the search.

Read as signs, never as a diagnosis. Pure: the words come folded (lower case, no accents, no signs), as
`messaging.replies.meaning.fold` and `directory.words.fold` leave them, and the patterns are written so. English, Polish
and Urdu have patterns here; the other languages have plain phrases in `distress_words`, which also says who read them.
What is said of somebody else ("she wants to kill herself") stands in `distress_of_others`.
"""

import re
import unicodedata
from collections.abc import Iterable

from translations.distress_of_others import HARM_TO_ANOTHER, HARM_TO_THEMSELVES, OF_ANOTHER
from translations.distress_words import DANGER

# What of oneself may hurt, and is no other person: "my back hurts me".
PARTS_OF_ME = (
    "back|knees?|legs?|foot|feet|hips?|neck|shoulders?|head|hands?|fingers?|tooth|teeth|ears?|arms?|elbows?|wrists?|ankles?"
    "|joints?|stomach|tummy|belly|eyes?|throat|skin|toes?|heels?|ribs?|jaw|gums?|bones?|muscles?|shoes?|boots?|dentures?"
)

DISTRESS = (
    r"\bkill(ing)? (myself|my self|me self)\b",
    r"\b(kill|hurt|harm|cut|cutting|hurting|harming) my ?self\b",
    r"\bself harm(ing|ed)?\b",
    r"\b(want|wanna|wants|wanted|going|ready|like) (to )?die\b",
    r"\bwish (i|that i) (was|were) (dead|not here|never born)\b",
    r"\b(better|be) off dead\b",
    r"\bbetter off without me\b",
    r"\bend(ing)? (it all|my life|it now|things now)\b",
    r"\b(feel like|thinking (of|about)|think about|want to|wanna|going to|wish i could|ready to) end(ing)? (it|everything)\b"
    r"(?! (with|between|by|early|there|today|tonight with))",
    r"\btak(e|ing) my (own )?life\b",
    r"\bsuicid",
    r"\b(want|wanted|wish i could|going|need) (to )?(just )?disappear\b",
    r"\bno (reason|point) (to|in) (live|living|go on|going on|carry on|carrying on)\b",
    r"\bdo(nt| not) want to (live|be here any ?more|be alive|wake up|go on|exist)\b",
    r"\b(cant|cannot|can not) (go on|carry on|take (it|this) any ?more|do this any ?more)\b"
    r"(?! (on )?((mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|holiday|a |\d"
    r"|the (bus|train|coach|trip|outing|walk|day|date|\d)))",
    r"\boverdos",
    r"\b(hang|shoot|drown|poison|unalive) my ?self\b",
    # Told sideways: a swimmer goes "in" the sea, and is not asked about by "walking into".
    r"\b(think|thinking|thought|thoughts|feel like|dream|dreaming|want|wanna|going) (about |of |to )?(just )?"
    r"(walk(ing)? into the (sea|water|waves|river)"
    r"|(jump(ing)?|step(ping)?|driv(e|ing)|walk(ing)?) off (a|the) (cliffs?|bridge|roof|pier|edge)"
    r"|(jump(ing)?|step(ping)?|walk(ing)?) (out )?in front of (a|the) (train|bus|lorry|car))\b",
    r"\b(wish|hope|pray|praying) (that )?i (wouldnt|didnt|dont|wont|never|do not|will not) wake up\b",
    r"\bkms\b",
    r"\bsuic(d|ide|idal)|\bsucid",  # and as it is often misspelt
    r"\bwant (it|everything|my life) (all )?to (end|be over|stop)\b",
    r"\b(cant|cannot|can not) cope (any ?more|with (life|living))\b",
    r"\bnie chce (juz )?(dluzej )?(zyc|mi sie zyc)\b",
    r"\bnie chce mi sie (juz )?zyc\b",
    r"\bchce (juz )?(umrzec|sie zabic|ze soba skonczyc|skonczyc ze soba)\b",
    r"\b(zabic sie|zabije sie|sie zabije|sie zabic)\b",
    r"\bsamoboj",
    r"\bskoncz(yc|e) ze soba\b",
    r"\bodebrac sobie zycie\b",
    r"\b(mam dosc|nie widze sensu) zycia\b",
    r"\bzrobic sobie krzywde\b",
    r"\b(targnac|targne) sie na (swoje )?zycie\b",
    # Told sideways, as in English; who only wants to bathe "enters the sea", too, and is not asked about it.
    r"\b(wejde|wejsc|pojsc|pojde|isc|wskocze|rzuce sie|rzucic sie) (prosto )?(do|w) (morz[ae]|rzek[ei])"
    r" i (juz )?nie (wroc|wyjs|wyjd)",
    r"\b(mysle|mysli)( [a-z]+){0,3} (wejsc|wejsciu|pojsc) (do|w) (morz[ae]|rzek[ei])\b(?! (z|i poplyw))",
    r"\b(utopic sie|utopie sie|chce sie utopic|sie powiesic|powiesic sie|powiesze sie|sie powiesze)\b",
    r"\b(skoczyc|skocze|rzucic sie|rzuce sie) (z|pod) (klifu|mostu|dachu|okna|urwiska|pociag|autobus|samochod|ciezarowk)",
    r"\b(lepiej|latwiej|lzej) (by )?(im |wam |wszystkim |dzieciom |rodzinie )?(by )?(bylo |bedzie )?beze mnie\b",
    r"\b(wszystkim|wam|im|dzieciom|rodzinie) (by |bedzie |bylo )?(by )?(bylo |bedzie )?(lepiej|latwiej|lzej) beze mnie\b",
    r"\bnie chce (juz |rano |wiecej )*sie (juz |rano |wiecej )*(obudzic|budzic)\b(?! (tak wczesnie|o \d|w nocy))",
    r"\b(oby|zebym|zeby|modle sie zeby) (sie )?(juz |rano )?(sie )?nie obudzi(c|la|lam|lem|l)?( sie)?\b",
    r"\b(nazbieral|zbieram|uzbieral|odkladam)(am|em)? (sobie )?tabletki zeby\b",
    r"خودکشی",
    r"خود کشی",
    r"مرنا چاہ",
    r"مر جانا چاہ",
    r"جینا نہیں چاہ",
    r"زندہ نہیں رہنا",
    r"اپنی جان لے",
    r"خود کو مار",
    r"زندگی ختم کر",
    r"جینے کو دل نہیں",
    # Told sideways, as in English.
    r"(سمندر|دریا|نہر|پانی) میں (کود|چہلانگ|ڈوب|چلی جاوں|چلا جاوں|اتر جاوں)",
    r"(پل|چہت|پہاڑ|چٹان) سے (کود|چہلانگ|گر جاوں)",
    r"(ٹرین|گاڑی|بس) کے (اگے|سامنے|نیچے) (کود|ا جاوں|اجاوں|چہلانگ)",
    r"میرے بغیر (سب |وہ |بچے |گہر والے )?(بہتر|خوش|اچہے|اسان)",
    r"(صبح|نیند سے|کبہی|اب) (انکہ )?(ہی )?(نہ کہلے|نہ اٹہوں|نہ جاگوں)",
    r"پہانسی (لے|لگا|کہا)",
    r"زہر (کہا|پی) (لوں|لوں گا|لوں گی|لینا)",
    r"\bkhud ?kh?ushi\b",
    r"\bmarna chah",
    r"\bmar jana chah",
    r"\bjeena nahi",
    r"\bjina nahi chah",
    r"\bzindagi kh?atam kar",
    r"\bapni jaan? le",
)
# Somebody close does the harm, or is feared: the same danger, and help that is made for it.
_CLOSE = r"(husband|hubby|wife|partner|boyfriend|girlfriend|fiancee?|ex|son|daughter|dad|father|mum|mother|brother|uncle|stepdad)"
_NOT_FOR_THEM = r"\b(?! (dying|dies|falling|getting|being|going))"  # "scared of my wife dying" fears for her
HARMED = (
    rf"\b(he|she|they|my (?!(?:{PARTS_OF_ME})\b)\w+) (hits?|beats?|is hitting|is beating|hurts?|is hurting) me\b",
    r"\b(he|she|they|my \w+) (punche[sd]|slap(s|ped)|strangle[sd]|rape[sd]|attack(s|ed)|threaten(s|ed)) me\b",
    r"\b(scared|frightened|afraid|terrified) of (my |our )?(own )?(ex )?" + _CLOSE + _NOT_FOR_THEM,
    r"\b(he|she|my \w+|" + _CLOSE + r") (wont|will not|doesnt|does not) let me (leave|out|go out|see my)\b",
    r"\b(on|maz|syn) mnie (bije|krzywdzi)\b",
    r"\b(partner|chlopak|ojciec|mnie maz|mnie partner) (mnie )?(bije|krzywdzi)\b",
    r"\bbije mnie (moj )?(maz|partner|chlopak|ojciec|syn)\b",
    r"\bboje sie (mojego |swojego )?(meza|partnera|chlopaka|syna|ojca)\b",
    r"شو.ر (مج.ے )?مارتا",
    r"(شو.ر|خاوند) سے (ڈر|خوف)",
)
# Danger to the body, for those who type it into a search instead of ringing: signs of a heart attack, a stroke, and so on.
EMERGENCY = (
    r"\bchest (pains?|tight(ness)?|is tight|hurts)\b",
    r"\bpains? in (my |his |her |the )?chest\b",
    r"\b(cant|cannot|can not|couldnt|not|trouble|difficulty|struggling to|stopped) breath(e|ing)\b",
    r"\bheart attack\b",
    r"\bhaving a (stroke|heart|fit|seizure)\b",
    r"\b(face|mouth) (is |has )?(droop(s|ed|ing)?|dropped)\b",
    r"\bslurr(ed|ing) (my |his |her |their )?(speech|words)\b",
    r"\b(speech|words) (is |are )?slurr(ed|ing)\b",
    r"\b(not breathing|unconscious|wont wake up|choking|collapsed|bleeding (badly|a lot|to death)|severe bleeding)\b",
    r"\btook too many (pills|tablets)\b",
    r"\bbol(i mnie)? (w )?(klat(ka|ce|ki)|serc)",
    r"\bnie moge oddychac\b",
    r"\bnie oddycha\b",
    r"\b(mam|ma) (udar|zawal)\b",
    r"\bprzedawkow",
    r"\b(nieprzytomn|stracil(a)? przytomnosc|krwotok)",
    r"سینے میں (شدید )?درد",
    r"سانس (نہیں|لینے میں)",
    r"دل کا دورہ",
    r"فالج کا (حملہ|دورہ)",
    r"(زیادہ|بہت) گولیاں",
    r"بے ہوش",
)
_HARMED = re.compile("|".join((*HARMED, *HARM_TO_ANOTHER)))
_HARM_TO_SELF = re.compile("|".join((*DISTRESS, *HARM_TO_THEMSELVES)))
_EMERGENCY = re.compile("|".join(EMERGENCY))
# Letters that look the same to whoever types and are others to a computer, as both ways of folding put them.
_SAME_LETTER = str.maketrans(
    {"ł": "l", "ı": "i", "’": None, "'": None, "ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ھ": "ہ", "ة": "ہ"}
)
_A_TELEPHONE = "的?(?:电话|電話|手机|手機)"
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def speaks_of_danger(folded: str) -> bool:
    """Whether a person, whoever writes or somebody they write of, may be in danger from themselves or from somebody."""
    return _speaks_of_harm_to_self(folded) or _speaks_of_being_harmed(folded)


def speaks_of_harm_by_another(folded: str) -> bool:
    """Whether somebody else may be doing a person harm, and nothing tells of harm to themselves, which comes first."""
    return _speaks_of_being_harmed(folded) and not _speaks_of_harm_to_self(folded)


def speaks_of_emergency(folded: str) -> bool:
    """Whether somebody's body may be failing now: what 999 is for."""
    return _EMERGENCY.search(folded) is not None


def _speaks_of_harm_to_self(folded: str) -> bool:
    return _HARM_TO_SELF.search(folded) is not None or _SELF_PHRASES.search(_plain(folded)) is not None


def _speaks_of_being_harmed(folded: str) -> bool:
    return _HARMED.search(folded) is not None or _HARMED_PHRASES.search(_plain(folded)) is not None


def _plain(text: str) -> str:
    """A text or a phrase as the phrases are compared: no case, no accents or viramas, no signs, one space between words,
    and none between Chinese characters, which one of the ways of folding parts.
    """
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    text = unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c))).translate(_SAME_LETTER)
    kept = (c if c.isalnum() or unicodedata.category(c) in ("Mc", "Mn") else " " for c in text)
    return _BETWEEN_HAN.sub("", " ".join("".join(kept).split()))


def _at_the_beginning_of_a_word(phrases: Iterable[str]) -> re.Pattern[str]:
    """Chinese has no beginnings of words: there a phrase is found anywhere, unless "hit" is what one does to a telephone."""
    plain = sorted({_plain(phrase) for phrase in phrases})
    return re.compile(
        "|".join(
            rf"{re.escape(p)}(?!{_A_TELEPHONE})" if "\u3400" <= p[0] <= "\u9fff" else rf"(?<!\S){re.escape(p)}" for p in plain
        )
    )


_SELF_PHRASES = _at_the_beginning_of_a_word(
    phrase for lists in (DANGER, OF_ANOTHER) for words in lists.values() for phrase in words.harm_to_self
)
_HARMED_PHRASES = _at_the_beginning_of_a_word(
    phrase for lists in (DANGER, OF_ANOTHER) for words in lists.values() for phrase in words.harmed
)
