"""How alike two names are: folded for look-up, and compared as people write them (swapped, shortened, transliterated)."""

import re
import unicodedata

from rapidfuzz import fuzz

HOPELESS = 50.0  # words this little alike do not sound alike either
LONGEST_FOLDED = 80  # the width of the columns that hold folded names

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ی": "ي", "ک": "ك"})

# Short forms of given names heard here, each line one name. Not complete, and need not be: a birth date does the rest.
_SHORT_FORMS = """
alexander alex sandy alec
aleksandra ola
alfred alf fred
andrew andy drew
anthony tony
barbara basia babs
catherine katherine kathryn kate katie cathy kathy kitty
katarzyna kasia
charles charlie chuck
christopher chris kit
daniel dan danny
david dave davey
dorothy dot dottie
edward ed eddie ted teddy ned
elizabeth liz lizzie beth betty bess eliza libby
elzbieta ela
eleanor ellie nell
frances fran
francis frank
frederick fred freddie
george georgie
gwendoline gwen
harold harry
henry harry hal
irena irenka
jacqueline jackie
james jim jimmy jamie
janet jan
jennifer jenny jen
john jack johnny jon
joseph joe joey
jozef jozek
josephine jo josie
kenneth ken
krystyna krysia
lawrence laurence larry
leonard len lenny
malgorzata gosia
margaret maggie meg peggy madge rita
maria marysia
matthew matt
michael mike mick
mohammed muhammad mohamed mo
nicholas nick nicky
patricia pat trish
patrick pat paddy
peter pete
philip phil
raymond ray
rebecca becky
richard rick dick ricky
robert bob rob bobby robbie bert
ronald ron
samuel sam
stanislaw staszek
stephen steven steve
susan sue susie
terence terry
thomas tom tommy
victoria vicky
william will bill billy willie liam
winifred win winnie freda
zofia zosia
"""

_FORMS: dict[str, frozenset[str]] = {}
for _number, _line in enumerate(_SHORT_FORMS.split("\n")):
    for _form in _line.split():
        _FORMS[_form] = _FORMS.get(_form, frozenset()) | {str(_number)}


def fold(name: str) -> str:
    """The name as look-ups compare it: no case, accents or apostrophes, hyphens as spaces, single spaces."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    bare = re.sub(r"['’ʼ`]", "", bare.translate(_LETTERS))
    return " ".join(re.sub(r"[\s\-‐‑–.,]+", " ", bare).split())[:LONGEST_FOLDED].strip()


def likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    """How alike two (given, family) names are, 0 to 100: the better of as written and given and family swapped."""
    (given, family), (other_given, other_family) = (tuple(map(fold, name)) for name in (one, other))
    return max(
        _parts_alike(given, family, other_given, other_family),
        _parts_alike(given, family, other_family, other_given),
        fuzz.token_sort_ratio(f"{given} {family}", f"{other_given} {other_family}"),
    )


def word_likeness(typed: str, known: str) -> float:
    """How alike two folded words of a name are, 0 to 100: written, said, or one the short form of the other."""
    if fuzz.ratio(typed, known) < HOPELESS and not _FORMS.get(typed, frozenset()) & _FORMS.get(known, frozenset()):
        return 0.0  # told cheaply, for thousands of names
    return _given_alike(typed, known)


def is_swapped(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether the given name of one is the family name of the other, and the other way round."""
    return fold(one[0]) == fold(other[1]) and fold(one[1]) == fold(other[0]) and fold(one[0]) != fold(one[1])


def _parts_alike(given: str, family: str, other_given: str, other_family: str) -> float:
    return (_given_alike(given, other_given) + _alike(family, other_family)) / 2


def _given_alike(one: str, other: str) -> float:
    first, other_first = one.partition(" ")[0], other.partition(" ")[0]
    if _FORMS.get(first, frozenset()) & _FORMS.get(other_first, frozenset()):
        return 95.0
    return max(_alike(one, other), 0.95 * _alike(first, other_first))


def _alike(one: str, other: str) -> float:
    return max(fuzz.ratio(one, other), 0.97 * fuzz.ratio(_sound(one), _sound(other)))


def _sound(folded: str) -> str:
    """Roughly how it is said: spellings of one name carried over from another script come out the same."""
    sound = folded
    for written, said in (
        ("ph", "f"),
        ("kh", "k"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("ck", "k"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("ei", "ai"),
    ):
        sound = sound.replace(written, said)
    sound = sound.translate(str.maketrans("qcwyoez", "kkviuas"))
    return re.sub(r"(.)\1+", r"\1", sound)
