"""Words in names of groups that tell what somebody lives with, or what is nobody else's business: Polish and Urdu. Pure data.

They are regular expressions over folded words (`fold`): small letters, Polish without its marks (people type without them),
Urdu in one spelling of each letter and without vowel signs. English stands in `secret_places`.
"""

import unicodedata

_LETTERS = str.maketrans("ąćęłńóśźżيكهىة", "acelnoszzیکہیہ", "\u0640\u200c\u200d")
_VOWEL_SIGNS = dict.fromkeys([*range(0x064B, 0x0660), 0x0670])

HEALTH = (
    # Polish
    *(r"psych\w*", r"depresj\w*", r"depresyjn\w*", r"nerwic\w*", r"lek(?:i|ow|iem|owe|owy|owych|owymi)", r"schizofreni\w*"),
    *(r"dwubiegunow\w*", r"samoboj\w*", r"samookalecz\w*", r"autyzm\w*", r"autystycz\w*", r"demencj\w*", r"otepien\w*"),
    *(r"cukrzyc\w*", r"astm(?:a|y|e|ie|atyk\w*)", r"nowotwor\w*", r"rak(?:a|iem|u)?", r"onkolog\w*", r"chemioterapi\w*"),
    *(r"udar\w*", r"padaczk\w*", r"epileps\w*", r"stwardnieni\w*", r"reumat\w*", r"zapaleni\w* stawow", r"artretyzm\w*"),
    *(
        r"kardiolog\w*",
        r"zawal\w*",
        r"chorob\w*",
        r"chor(?:ym|ych|zy)",
        r"niewydolnosc\w*",
        r"dializ\w*",
        r"ner(?:ki|ek|kami|kowych)",
    ),
    *(r"hospicj\w*", r"paliatywn\w*", r"poronieni\w*", r"menopauz\w*", r"nietrzymani\w*", r"pochp", r"zaburze\w*"),
    *(r"niepelnospraw\w*", r"(?:kawiarni\w*|klub\w*|grup\w*|poradni\w*|klinik\w*) pamieci", r"traum\w*"),
    # Urdu
    *(
        "ذہنی",
        "نفسیاتی?",
        "دماغی",
        "ڈپریشن",
        "افسردگی",
        "اضطراب",
        "گھبراہٹ",
        "خود ?کشی",
        "شیزوفرینیا",
        "آٹزم",
        "ڈیمنشیا",
        "الزائمر",
    ),
    *("یادداشت", "نسیان", "بھولنے", "پارکنسنز?", "رعشہ", "رعشے", "مرگی", "فالج", "ذیابیطس", "ذیابطیس", "شوگر", "کینسر", "سرطان"),
    *("کیموتھراپی", "دمہ", "دمے", "سانس کی", "گردے", "گردوں", "ڈائلیسس", "قلب", "دل کے? ?(?:مرض|مریض\\w*|امراض|دورے?|بیماری)"),
    *("گٹھیا", "جوڑوں", "بلڈ پریشر", "ٹی بی", "تپ دق", "بیماری", "بیماریوں", "امراض", "مریض", "مریضوں", "معذوری?", "معذوروں"),
    *("ہاسپس", "مینوپاز", "سن یاس", "حمل ضائع", "صدمے", "صدمہ", "ٹراما", "دوروں"),
)
PRIVATE = (
    # Polish
    *(r"przemoc\w*", r"gwal[tc]\w*", r"zgwalc\w*", r"molestow\w*", r"maltretow\w*", r"zneca\w*", r"pokrzywdz\w*", r"krzywdz\w*"),
    *(r"bit(?:e|ych|ym) kobiet\w*", r"niebiesk\w* lini\w*", r"handl\w* ludzmi", r"wymuszon\w* malzenst\w*"),
    *(
        r"(?:schronisk\w*|hostel\w*|dom\w*|osrod\w*) dla (?:\w+ )?(?:kobiet|ofiar)",
        r"aborcj\w*",
        r"seksual\w*",
        r"seks",
        r"plciow\w*",
    ),
    *(
        r"weneryczn\w*",
        r"kil[ay]",
        r"rzezaczk\w*",
        r"antykoncepcj\w*",
        r"narkotyk\w*",
        r"narkoman\w*",
        r"alkohol\w*",
        r"pijan\w*",
    ),
    *(
        r"uzalezni\w*",
        r"wspoluzalezni\w*",
        r"nalog\w*",
        r"odwyk\w*",
        r"trzezw\w*",
        r"dopalacz\w*",
        r"hazard\w*",
    ),
    # Urdu
    *("تشدد", "زیادتی", "بد ?سلوکی", "گھریلو (?:ظلم|جھگڑ\\w*)", "مار ?پیٹ", "ظلم", "ریپ", "عصمت", "ہراساں", "ہراسانی", "ہراسگی"),
    *("جبری", "زبردستی", "غیرت", "پناہ ?گاہ", "دارالامان", "جنسی", "جنسیات", "سیکس\\w*", "تولیدی", "مانع حمل", "اسقاط", "ایڈز"),
    *(
        "ایچ ?آئی ?وی",
        "منشیات",
        "منشیاتی",
        "نشہ",
        "نشے",
        "نشئی",
        "لت",
        "شراب",
        "شرابی",
        "شرابیوں",
        "شراب نوشی",
        "الکحل",
        "الکوحل",
    ),
    *("ڈرگز?", "چرس", "ہیروئن", "افیون", "جوا", "جوئے"),
)


def fold(words: str) -> str:
    """Words as the patterns above expect them."""
    composed = unicodedata.normalize("NFC", words).casefold()
    return composed.translate(_VOWEL_SIGNS).translate(_LETTERS)
