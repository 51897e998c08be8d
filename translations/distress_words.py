"""Phrases that may mean danger to life, in the languages for which `distress` has no patterns of its own. Data.

Each phrase stands beside what it says in English, so that somebody who reads the language can check it against both. They
were put together from set phrases and dictionaries; `reviewed_on` stays empty until a native reader who knows the work has
been through the list, and their name then stands in `reviewed_by`. `navigator replies words` prints what waits for a reader.
Tigrinya has no list: we could not write one that we would trust, and what comes in it goes to a human unread by any rule.

A phrase is found at the beginning of a word, whatever case, accents or endings the writer used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sure(StrEnum):
    """How sure whoever wrote a list was of it."""

    QUITE = "quite"
    FAIRLY = "fairly"  # the words are right; whether people would put it so needs a native reader


@dataclass(frozen=True)
class Review:
    """Who read a language's words, and when. Empty: nobody yet."""

    reviewed_by: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True)
class DangerWords:
    """One language's phrases, each with its English: danger from oneself, and danger from somebody close."""

    sure: Sure
    harm_to_self: Mapping[str, str]
    harmed: Mapping[str, str]


# One line for every language with words of danger, the patterns in `distress` (en, pl, ur) among them.
REVIEWS: dict[str, Review] = {
    code: Review() for code in ("en", "pl", "ur", "ar", "bn", "cy", "gu", "hi", "pa", "pt", "ro", "ru", "so", "tr", "uk", "zh")
}

DANGER: dict[str, DangerWords] = {
    "ar": DangerWords(
        Sure.QUITE,
        {
            "أريد أن أموت": "I want to die",
            "أريد أموت": "I want to die",
            "بدي أموت": "I want to die",
            "بدي موت": "I want to die",
            "عايز أموت": "I want to die (a man)",
            "عايزة أموت": "I want to die (a woman)",
            "انتحار": "suicide",
            "الانتحار": "suicide",
            "انتحر": "I kill myself",
            "سأنتحر": "I will kill myself",
            "أقتل نفسي": "kill myself",
            "سأقتل نفسي": "I will kill myself",
            "أؤذي نفسي": "harm myself",
            "أنهي حياتي": "end my life",
            "إنهاء حياتي": "ending my life",
            "لا أريد أن أعيش": "I do not want to live",
            "لا أريد العيش": "I do not want to live",
            "ما بدي عيش": "I do not want to live",
        },
        {
            "زوجي يضربني": "my husband hits me",
            "يضربني": "he hits me",
            "أخاف من زوجي": "I am afraid of my husband",
            "خائفة من زوجي": "afraid of my husband",
        },
    ),
    "bn": DangerWords(
        Sure.QUITE,
        {
            "মরতে চাই": "I want to die",
            "মরে যেতে চাই": "I want to die",
            "আত্মহত্যা": "suicide",
            "বাঁচতে চাই না": "I do not want to live",
            "বেঁচে থাকতে চাই না": "I do not want to stay alive",
            "নিজেকে শেষ করে": "put an end to myself",
            "নিজেকে মেরে ফেল": "kill myself",
            "morte chai": "I want to die",
            "bachte chai na": "I do not want to live",
            "attohotta": "suicide",
        },
        {
            "স্বামী আমাকে মারে": "my husband hits me",
            "আমাকে মারধর": "beats me",
            "স্বামীকে ভয়": "afraid of my husband",
            "amake mare": "hits me",
        },
    ),
    "cy": DangerWords(
        Sure.QUITE,
        {
            "eisiau marw": "want to die",
            "isio marw": "want to die",
            "moyn marw": "want to die",
            "lladd fy hun": "kill myself",
            "hunanladdiad": "suicide",
            "ddim eisiau byw": "do not want to live",
            "ddim isio byw": "do not want to live",
            "niweidio fy hun": "harm myself",
            "diwedd ar fy mywyd": "an end to my life",
        },
        {
            "yn fy nharo": "hits me",
            "yn fy nghuro": "beats me",
            "yn fy mwrw": "hits me",
            "ofn fy ngŵr": "afraid of my husband",
        },
    ),
    "gu": DangerWords(
        Sure.FAIRLY,
        {
            "મરવું છે": "I want to die",
            "મરી જવું છે": "I want to die",
            "આત્મહત્યા": "suicide",
            "આપઘાત": "suicide",
            "જીવવું નથી": "I do not want to live",
            "જીવવા નથી માંગ": "do not want to live",
        },
        {"પતિ મને મારે": "my husband hits me", "પતિથી ડર": "afraid of my husband"},
    ),
    "hi": DangerWords(
        Sure.QUITE,
        {
            "मरना चाह": "want to die",
            "मर जाना चाह": "want to die",
            "आत्महत्या": "suicide",
            "खुदकुशी": "suicide",
            "जीना नहीं चाह": "do not want to live",
            "अपनी जान ले": "take my own life",
            "खुद को मार": "kill myself",
        },
        {"पति मुझे मार": "my husband hits me", "पति मुझे पीट": "my husband beats me", "पति से डर": "afraid of my husband"},
    ),
    "pa": DangerWords(
        Sure.FAIRLY,
        {
            "ਮਰਨਾ ਚਾਹੁੰ": "want to die",
            "ਮਰ ਜਾਣਾ ਚਾਹੁੰ": "want to die",
            "ਖੁਦਕੁਸ਼ੀ": "suicide",
            "ਆਤਮ ਹੱਤਿਆ": "suicide",
            "ਆਤਮਹੱਤਿਆ": "suicide",
            "ਜੀਣਾ ਨਹੀਂ ਚਾਹੁੰ": "do not want to live",
            "ਜਿਉਣਾ ਨਹੀਂ ਚਾਹੁੰ": "do not want to live",
            "ਆਪਣੀ ਜਾਨ ਲੈ": "take my own life",
            "marna chaun": "want to die",
        },
        {"ਪਤੀ ਮੈਨੂੰ ਮਾਰ": "my husband hits me", "ਘਰਵਾਲਾ ਮੈਨੂੰ ਮਾਰ": "my husband hits me", "ਪਤੀ ਤੋਂ ਡਰ": "afraid of my husband"},
    ),
    "pt": DangerWords(
        Sure.QUITE,
        {
            "quero morrer": "I want to die",
            "queria morrer": "I wanted to die",
            "quero matar-me": "I want to kill myself",
            "vou matar-me": "I am going to kill myself",
            "me matar": "kill myself",
            "suicid": "suicide, suicidal",
            "não quero viver": "I do not want to live",
            "não quero mais viver": "I do not want to live any more",
            "acabar com a minha vida": "put an end to my life",
            "tirar a minha vida": "take my life",
            "fazer mal a mim": "harm myself",
        },
        {
            "marido bate-me": "my husband hits me",
            "marido me bate": "my husband hits me",
            "ele bate-me": "he hits me",
            "ele me bate": "he hits me",
            "medo do meu marido": "afraid of my husband",
        },
    ),
    "ro": DangerWords(
        Sure.QUITE,
        {
            "vreau să mor": "I want to die",
            "aș vrea să mor": "I would like to die",
            "mă omor": "I kill myself",
            "mă sinucid": "I kill myself",
            "sinucid": "suicide",
            "nu mai vreau să trăiesc": "I do not want to live any more",
            "nu vreau să trăiesc": "I do not want to live",
            "îmi iau viața": "I take my life",
            "să-mi iau viața": "take my life",
            "capăt zilelor": "an end to my days",
            "capăt vieții": "an end to my life",
        },
        {
            "soțul mă bate": "my husband beats me",
            "soțul meu mă bate": "my husband beats me",
            "mă bate soțul": "my husband beats me",
            "mă lovește": "hits me",
            "frică de soțul": "afraid of my husband",
        },
    ),
    "ru": DangerWords(
        Sure.QUITE,
        {
            "хочу умереть": "I want to die",
            "не хочу жить": "I do not want to live",
            "не хочу больше жить": "I do not want to live any more",
            "убить себя": "kill myself",
            "убью себя": "I will kill myself",
            "самоубийств": "suicide",
            "суицид": "suicide",
            "покончить с собой": "put an end to myself",
        },
        {
            "муж меня бьёт": "my husband beats me",
            "муж бьёт меня": "my husband beats me",
            "меня бьёт муж": "my husband beats me",
            "он меня бьёт": "he beats me",
            "боюсь мужа": "afraid of my husband",
            "боюсь своего мужа": "afraid of my husband",
        },
    ),
    "so": DangerWords(
        Sure.FAIRLY,
        {
            "inaan dhinto": "that I die (I want to)",
            "inaan is dilo": "that I kill myself",
            "waan is dilayaa": "I am killing myself",
            "is dilid": "suicide",
            "inaan noolaado ma rabo": "I do not want to live",
            "ma rabo inaan noolaado": "I do not want to live",
        },
        {"wuu i garaacaa": "he beats me", "i garaacayaa": "is beating me", "ninkayga waan ka baqaa": "I am afraid of my husband"},
    ),
    "tr": DangerWords(
        Sure.QUITE,
        {
            "ölmek istiyorum": "I want to die",
            "kendimi öldür": "kill myself",
            "intihar": "suicide",
            "yaşamak istemiyorum": "I do not want to live",
            "canıma kıy": "take my own life",
            "kendime zarar ver": "harm myself",
        },
        {
            "kocam beni dövüyor": "my husband beats me",
            "eşim beni dövüyor": "my husband or wife beats me",
            "beni dövüyor": "beats me",
            "bana vuruyor": "hits me",
            "kocamdan korkuyorum": "I am afraid of my husband",
        },
    ),
    "uk": DangerWords(
        Sure.QUITE,
        {
            "хочу померти": "I want to die",
            "хочу вмерти": "I want to die",
            "не хочу жити": "I do not want to live",
            "не хочу більше жити": "I do not want to live any more",
            "вбити себе": "kill myself",
            "вб'ю себе": "I will kill myself",
            "самогубств": "suicide",
            "накласти на себе руки": "take my own life",
            "покінчити з собою": "put an end to myself",
            "покінчити із собою": "put an end to myself",
        },
        {
            "чоловік мене б'є": "my husband beats me",
            "чоловік б'є мене": "my husband beats me",
            "мене б'є чоловік": "my husband beats me",
            "він мене б'є": "he beats me",
            "боюся чоловіка": "afraid of my husband",
            "боюся свого чоловіка": "afraid of my husband",
        },
    ),
    "zh": DangerWords(
        Sure.QUITE,
        {
            "我想死": "I want to die",
            "想去死": "want to die",
            "不想活": "do not want to live",
            "活不下去": "cannot go on living",
            "自杀": "suicide",
            "自殺": "suicide",
            "结束生命": "end a life",
            "結束生命": "end a life",
            "结束自己的生命": "end my own life",
            "伤害自己": "harm myself",
            "傷害自己": "harm myself",
        },
        {
            "丈夫打我": "my husband hits me",
            "老公打我": "my husband hits me",
            "他打我": "he hits me",
            "家暴": "violence at home",
            "怕我丈夫": "afraid of my husband",
            "怕我老公": "afraid of my husband",
        },
    ),
}
