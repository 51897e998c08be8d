"""Times, ages and costs as people write them in a cell. Only what is certain is understood; else the words stay words."""

import re
from dataclasses import dataclass

DAYS = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
ORDER = list(DAYS.values())
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nes(?:day)?)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:ur(?:day)?)?"
    r"|sun(?:day)?)s?\b\.?"
)
_NTH = r"(?:1st|first|2nd|second|3rd|third|4th|fourth|last)"
_CLOCK = r"(?:12 noon|\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|a\.m\.?|p\.m\.?)?|noon|midday)"
_TO = r"\s*(?:-|–|—|to|until|till)\s*"
_DAYS = rf"(?:every day|daily|weekdays|{_DAY}(?:(?:\s*(?:,|&|\+|/|and)\s*(?:and\s+)?|{_TO}){_DAY})*)"
_SESSION = re.compile(
    rf"(?:every|on|each|the|open)?\s*(?P<nths>{_NTH}(?:\s*(?:,|&|and)\s*{_NTH})*\s+)?(?P<days>{_DAYS})\s*"
    rf"(?P<monthly>(?:of|in)\s+(?:the|each|every)\s+month|monthly)?\s*[,:]?\s*"
    rf"(?:(?:from|at|between)\s+)?(?P<opens>{_CLOCK})(?:(?:{_TO}|\s+and\s+)(?P<closes>{_CLOCK}))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s;,.&\n]*(?:and\b|then\b)?[\s;,.&\n]*", re.IGNORECASE)
_NUMBERS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4, "last": -1}


@dataclass(frozen=True)
class Recurrence:
    """One schedule, in the standard's words: "WEEKLY" "MO,WE" "10:00" "12:00"; `closes_at` is "" when it was not said."""

    freq: str
    byday: str
    opens_at: str
    closes_at: str


def read_times(text: str) -> list[Recurrence]:
    """What "Mondays 10-12; 1st Sat of the month 2pm to 4pm" says; none when any of it is not certain."""
    rest = " ".join(text.split())
    found: list[Recurrence] = []
    place = _skip(rest, 0)
    while place < len(rest):
        match = _SESSION.match(rest, place)
        if not match or (one := _recurrence(match)) is None:
            return []
        found.append(one)
        place = _skip(rest, match.end())
    return found


def read_clock(text: str) -> str | None:
    """One time of day, "10am", "14.30", "noon", as "HH:MM"; None for what is none."""
    match = re.fullmatch(_CLOCK, text.strip(), re.IGNORECASE)
    minutes = _minutes(text) if match else None
    return None if minutes is None else f"{minutes[0] // 60:02}:{minutes[0] % 60:02}"


def read_days(text: str) -> str:
    """Days of the week as "MO,WE"; empty for what is none."""
    return _byday(text) if re.fullmatch(_DAYS, text.strip(), re.IGNORECASE) else ""


def read_ages(text: str) -> tuple[float | None, float | None] | None:
    """Youngest and oldest, in years: "18+", "16 to 25", "over 60", "under 18", "all ages"; None when it says something else."""
    said = " ".join(text.lower().replace("years", "").replace("yrs", "").replace("aged", "").split())
    if said in ("all", "all ages", "any", "any age", "everyone"):
        return None, None
    if found := re.fullmatch(r"(\d{1,3})\s*(?:\+|plus|and over|and above|or over|upwards)", said):
        return float(found[1]), None
    if found := re.fullmatch(r"(?:over|from)\s+(?:the age of\s+)?(\d{1,3})s?", said):
        return float(found[1]), None
    if found := re.fullmatch(r"(?:under|up to)\s+(?:the age of\s+)?(\d{1,3})s?", said):
        return None, float(found[1]) - (1 if said.startswith("under") else 0)
    if found := re.fullmatch(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})", said):
        return float(found[1]), float(found[2])
    return None


def read_cost(text: str) -> float | None:
    """An amount in pounds that is the whole of what is said: "£3.50", "2", "Free"; None when there is more to it."""
    said = text.strip().lower().rstrip(".")
    if said in ("free", "nothing", "none", "no charge", "free of charge", "no cost", "nil"):
        return 0.0
    found = re.fullmatch(r"£?\s*(\d{1,4}(?:\.\d{1,2})?)(?:p)?", said)
    return None if not found else float(found[1]) / (100 if said.endswith("p") else 1)


def _skip(text: str, place: int) -> int:
    match = _BETWEEN.match(text, place)
    return match.end() if match else place


def _recurrence(match: re.Match[str]) -> Recurrence | None:
    byday = _byday(match["days"])
    nths = [_NUMBERS[word.lower()] for word in re.findall(_NTH, match["nths"] or "", re.IGNORECASE)]
    if match["monthly"] and not nths:
        return None  # "Mondays, monthly": which Monday?
    opens, closes = _minutes(match["opens"]), _minutes(match["closes"] or "")
    if opens is None:
        return None
    start, end = _in_order(opens, closes)
    return Recurrence(
        freq="MONTHLY" if nths else "WEEKLY",
        byday=",".join(f"{n}{day}" for n in nths for day in byday.split(",")) if nths else byday,
        opens_at=f"{start // 60:02}:{start % 60:02}",
        closes_at="" if end is None else f"{end // 60:02}:{end % 60:02}",
    )


def _byday(text: str) -> str:
    said = text.lower()
    if re.search(r"every day|daily", said):
        return ",".join(ORDER)
    if "weekdays" in said:
        return ",".join(ORDER[:5])
    days: list[str] = []
    reaching = False
    for word in re.findall(rf"{_DAY}|-|–|—|\bto\b|\buntil\b|\btill\b", said):
        day = DAYS.get(word[:3])
        if day is None:
            reaching = True
        elif reaching and days:
            first, last = ORDER.index(days[-1]), ORDER.index(day)
            days += [ORDER[number % 7] for number in range(first + 1, (last if last > first else last + 7) + 1)]
            reaching = False
        else:
            days.append(day)
    return ",".join(dict.fromkeys(days))


def _minutes(text: str) -> tuple[int, bool] | None:
    """Minutes after midnight, and whether morning or afternoon was said."""
    said = text.strip().lower().replace(".m.", "m").replace(".m", "m")
    if said in ("noon", "midday", "12 noon"):
        return 12 * 60, True
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", said)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59 or (found[3] and not 1 <= hour <= 12):
        return None
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return hour * 60 + minute, bool(found[3]) or hour > 12 or len(found[1]) == 2 and found[1].startswith("0")


def _in_order(opens: tuple[int, bool], closes: tuple[int, bool] | None) -> tuple[int, int | None]:
    """Groups meet by day: "2-4" is the afternoon, "9-5" a working day, "10-12pm" a morning, "7-9pm" an evening."""
    start, is_sure = opens
    if closes is None:
        return (start if is_sure or start >= 8 * 60 else start + 12 * 60), None
    end, end_is_sure = closes
    if not end_is_sure and end <= 12 * 60 and end <= start:
        end += 12 * 60
    if not is_sure:
        later = start + 12 * 60
        if (start < 8 * 60 or (end_is_sure and end - start > 8 * 60)) and later < end + (0 if end_is_sure else 12 * 60):
            start = later
    if not end_is_sure and end <= start:
        end += 12 * 60
    return start, end % (24 * 60)
