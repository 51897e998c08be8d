"""Times as people type them into a box: "every 2nd Tuesday 10 till 12", "Mon & Thurs 10-12", "noon", "half past two". Pure.

What `said_in_words` understands of a spreadsheet's cell is understood here too, and what editors say beside it: a time in words,
every other week, term time, bank holidays, the time before the day, and the days in Polish and Urdu. Nothing is guessed that the
page does not show before it counts; words that are not understood whole are not understood.
"""

import re
from dataclasses import dataclass

from directory.importing import values
from directory.importing.spreadsheets.said_in_words import Recurrence, read_clock, read_times
from directory.times.opening_hours import DAYS, Hours

LONGEST = 500  # letters
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = {word: str(number) for number, word in enumerate(_HOURS, 1)}
_MINUTES = {"five": 5, "ten": 10, "quarter": 15, "a quarter": 15, "twenty": 20, "twenty-five": 25, "twenty five": 25, "half": 30}
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_HOUR = rf"(?:{'|'.join(_HOURS)}|1[0-2]|[1-9])"
_CLOCK_WORDS = re.compile(
    rf"\b(?P<minutes>{'|'.join(sorted(_MINUTES, key=len, reverse=True))}|5|10|20|25)(?: minutes?)? "
    rf"(?P<way>past|to) (?P<hour>{_HOUR})\b"
    rf"|\bhalf (?P<half>{_HOUR})\b"
)
_TIME = r"(?:\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?|noon|midday)"
_TIME_FIRST = re.compile(
    rf"(?:from|between|at)?\s*(?P<times>{_TIME}(?:\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b|\band\b)\s*{_TIME})?)\s*,?\s*"
    r"(?P<days>(?:on|every|each|the)?\s*[^\d\s].*)"
)
_FORTNIGHT = re.compile(
    r"\b(?:every (?:other|two|2|second) weeks?(?: on)?|every (?:other|alternate)|each alternate|alternate"
    r"|(?:once )?(?:a|every) fortnight(?: on)?|fortnightly(?: on)?|bi-?weekly(?: on)?)\b"
)
_TERM = re.compile(r",?\s*\(?\b(?:in |during )?(?:school )?term[- ]?times?(?: only)?\b\)?|,?\s*\(?\bduring term\b\)?")
_NOT_HOLIDAYS = re.compile(r",?\s*\(?\b(?:but )?(?:not|except|excluding|closed)(?: on| for)? (?:public|bank) holidays?\b\)?")
_FILLING = re.compile(r"\b(?:o'?clock|o’clock|every week(?: on)?|weekly(?: on)?|we (?:meet|are open|open)|it is|open)\b")
_HALVES_OF_THE_DAY = re.compile(r"\s*\b(?:in the (?P<half>morning|afternoon|evening)|at (?P<night>night))\b")

# Day words and the few words around them, as they stand before and after a time; each becomes its English one.
_POLISH = (
    (r"\bponiedzia(?:ł|l)(?:ek|ki|ku)\b", "monday"),
    (r"\bwtor(?:ek|ki|ku)\b", "tuesday"),
    (r"\b(?:ś|s)rod(?:a|y|ę|e)\b", "wednesday"),
    (r"\bczwart(?:ek|ki|ku)\b", "thursday"),
    (r"\bpi(?:ą|a)t(?:ek|ki|ku)\b", "friday"),
    (r"\bsobot(?:a|y|ę|e)\b", "saturday"),
    (r"\bniedziel(?:a|e|ę)\b", "sunday"),
    (r"\bcodziennie\b", "every day"),
    (r"\bco drug(?:i|ą|a)\b|\bco dwa tygodnie(?: w)?\b", "every other"),
    (r"\bka(?:ż|z)d(?:y|ą|a)\b|\bco tydzie(?:ń|n)\b", "every"),
    (r"\bpierwsz(?:y|ą|a)\b", "first"),
    (r"\btrzeci(?:ą|a)?\b", "third"),
    (r"\bostatni(?:ą|a)?\b", "last"),
    (r"\b(?:każdego )?miesi(?:ą|a)ca\b", "of the month"),
    (r"\bw po(?:ł|l)udnie\b|\bpo(?:ł|l)udni[ea]\b", "noon"),
    (r"\brano\b", "in the morning"),
    (r"\bwiecz(?:o|ó)rem\b", "in the evening"),
    (r"\bod\b", "from"),
    (r"\bdo\b", "to"),
    (r"\bgodz(?:iny?|\.)?|\bo\b(?= \d)", ""),
    (r"\bi\b", "and"),
    (r"\bwe?\b", "on"),
)
_POLISH_IN_PLAIN_LETTERS = re.compile(r"\b(?:wtor|czwart|poniedz|sobot[aye]|niedziel|od \d)")
_URDU = (
    (r"\bپیر\b", "monday"),
    (r"\bمنگل\b", "tuesday"),
    (r"\bبدھ\b", "wednesday"),
    (r"\bجمعرات\b", "thursday"),
    (r"\bجمعہ\b|\bجمعے\b", "friday"),
    (r"\bہفتہ\b|\bہفتے\b|\bسنیچر\b", "saturday"),
    (r"\bاتوار\b", "sunday"),
    (r"\bہر دوسر[ےی]\b", "every other"),
    (r"\bروزانہ\b|\bہر روز\b", "every day"),
    (r"\bصبح (?P<time>\d{1,2}(?:[:.]\d{2})?)", r"\g<time>am"),
    (r"\b(?:شام|رات|دوپہر) (?P<time>\d{1,2}(?:[:.]\d{2})?)", r"\g<time>pm"),
    (r"\bدوپہر\b", "noon"),
    (r"\bبجے\b|\bتک\b|\bکو\b|\bکے دن\b|\bمیں\b", ""),
    (r"\bسے\b", "to"),
    (r"\bاور\b", "and"),
    (r"\bہر\b", "every"),
    ("،", ","),
    ("۔", "."),
)


@dataclass(frozen=True)
class TypedTime:
    """One rhythm. `days`: "MO"; `which`: 1 … 4, -1 for the last, of the month; `opens`, `closes`: "10:00", "" for not said.

    "Every second Tuesday" is read as the second of each month; the page asks whether every other week was meant.
    """

    days: tuple[str, ...]
    opens: str
    closes: str
    which: tuple[str, ...] = ()
    is_fortnightly: bool = False
    is_in_term_time: bool = False
    is_on_working_days: bool = False

    @property
    def hours(self) -> Hours:
        """The rhythm as it is put into words."""
        return Hours(
            freq="MONTHLY" if self.which else "WEEKLY",
            interval=2 if self.is_fortnightly else None,
            byday=",".join(f"{number}{day}" for number in self.which or ("",) for day in self.days),
            opens_at=self.opens or None,
            closes_at=self.closes or None,
        )


def read_typed_times(text: str) -> list[TypedTime]:
    """What the words say, a rhythm each (new lines, semicolons or "and" between them); none unless all is understood."""
    found: list[TypedTime] = []
    for part in re.split(r"[;\n]", _in_english(text[:LONGEST])):
        if part.strip(" ,."):
            rhythms = _read_part(part)
            if not rhythms:
                return []
            found += rhythms
    return found


def read_typed_clock(raw: str) -> values.Read:
    """One time of day as "HH:MM", with no notes: "2pm", "10.30", "noon", "half past two". Raises `ValueUnreadable`.

    Without "am" or "pm", an hour before eight is in the afternoon: groups meet by day.
    """
    try:
        return values.time_of_day(raw)
    except values.ValueUnreadable:
        clock = read_clock(_in_english(raw))
        if clock is None:
            raise
    hour = int(clock[:2])
    return (f"{hour + 12:02}{clock[2:]}" if 1 <= hour < 8 and not _says_half_of_day(raw) else clock), []


def is_bare(raw: str) -> bool:
    """Whether a time was typed of which one cannot tell the morning from the evening: "9", "half past nine"."""
    said = _in_english(raw).strip()
    return bool(re.fullmatch(r"(?:[1-9]|1[01])(?:[:.]\d{2})?", said)) and not re.match(r"\d{1,2}:\d{2}$", raw.strip())


def _says_half_of_day(raw: str) -> bool:
    return bool(re.search(r"am\b|pm\b|^0", _in_english(raw).strip()))


def _in_english(text: str) -> str:
    """Lower case, western digits, English words, times in figures; lines and semicolons stay."""
    said = text.translate(_DIGITS).lower().replace("a.m.", "am").replace("p.m.", "pm").replace("’", "'")
    said = re.sub(r"[^\S\n]+", " ", said)
    if not said.isascii() or _POLISH_IN_PLAIN_LETTERS.search(said):
        for pattern, english in (*_URDU, *_POLISH):
            said = re.sub(pattern, english, said)
    said = _FILLING.sub(" ", said)
    said = re.sub(r"\bon (?=every\b|each\b|the\b)", "", said)
    said = re.sub(r"\bmidnight\b", "12am", said)
    said = _CLOCK_WORDS.sub(_in_figures, said)
    said = re.sub(rf"\b(?:{'|'.join(_HOURS)})\b(?! weeks)", lambda word: _NUMBER[word[0]], said)
    said = re.sub(rf"({_TIME})" + _HALVES_OF_THE_DAY.pattern, _with_its_half, said)
    return re.sub(r"[^\S\n]+", " ", said).strip()


def _in_figures(match: re.Match[str]) -> str:
    """ "Half past two" is "2:30", "ten to three" "2:50", and "half two" "2:30", as people here say it."""
    if match["half"]:
        return f"{_NUMBER.get(match['half'], match['half'])}:30"
    hour = int(_NUMBER.get(match["hour"], match["hour"]))
    minutes = _MINUTES.get(match["minutes"]) or int(match["minutes"])
    if match["way"] == "past":
        return f"{hour}:{minutes:02}"
    if match["minutes"].isdigit():  # "10 to 12" are two times
        return match[0]
    return f"{hour - 1 or 12}:{60 - minutes:02}"


def _with_its_half(match: re.Match[str]) -> str:
    time = match[1].strip()
    if not time[:1].isdigit() or time.endswith("m"):
        return time
    return f"{time}am" if match["half"] == "morning" and not time.startswith("12") else f"{time}pm"


def _read_part(part: str) -> list[TypedTime]:
    said, is_in_term_time = _without(_TERM, part)
    said, is_on_working_days = _without(_NOT_HOLIDAYS, said)
    said, is_fortnightly = _without(_FORTNIGHT, said)
    said = said.strip(" ,.()")
    rhythms = read_times(said)
    if not rhythms and (turned := _TIME_FIRST.fullmatch(said)):
        rhythms = read_times(f"{turned['days'].strip(' ,.')} {turned['times']}")
    if is_fortnightly and (len(rhythms) > 1 or any(one.freq != "WEEKLY" for one in rhythms)):
        return []  # which of them is every other week?
    return [
        TypedTime(
            days=tuple(day for day in DAYS if day in {text[-2:] for text in one.byday.split(",")}),
            which=_which(one),
            opens=one.opens_at,
            closes=one.closes_at,
            is_fortnightly=is_fortnightly,
            is_in_term_time=is_in_term_time,
            is_on_working_days=is_on_working_days,
        )
        for one in rhythms
    ]


def _which(one: Recurrence) -> tuple[str, ...]:
    numbers = dict.fromkeys(text[:-2] for text in one.byday.split(","))
    return tuple(number for number in numbers if number)


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    return pattern.sub(" ", text), bool(pattern.search(text))
