"""Whether a row makes sense as a whole, once each of its values has been read: places on the earth, ages and days in order."""

import re
from typing import Any

Values = dict[str, Any]


class RowUnreadable(Exception):
    """The row as a whole would mislead, though each value can be read. The message says why."""


def coordinates(values: Values, mends: list[str]) -> None:
    north, east = values.get("latitude"), values.get("longitude")
    if north is None and east is None:
        return
    if north is None or east is None:
        wrong = "one coordinate without the other dropped"
    elif _is_in_the_islands(north=east, east=north) and not _is_in_the_islands(north=north, east=east):
        values["latitude"], values["longitude"] = east, north
        mends.append("latitude and longitude swapped back")
        return
    elif (north, east) == (0, 0):
        wrong = "coordinates 0, 0 dropped"
    elif abs(north) > 90 or abs(east) > 180:
        wrong = f"coordinates {north:g}, {east:g} dropped: they are not on the earth"
    else:
        return
    values["latitude"] = values["longitude"] = None
    mends.append(wrong)


def _is_in_the_islands(*, north: float, east: float) -> bool:
    return 49 <= north <= 61.5 and -11 <= east <= 2.5


def address(values: Values, _mends: list[str]) -> None:
    if not any(values.get(column) for column in ("address_1", "city", "postal_code")):
        raise RowUnreadable("there is no street, town or postcode")


def schedule(values: Values, _mends: list[str]) -> None:
    freq, byday = values.get("freq"), values.get("byday")
    if freq == "WEEKLY" and byday and re.search(r"\d", byday):
        raise RowUnreadable(f'byday is "{byday}", which only a MONTHLY schedule can have')
    if (interval := values.get("interval")) and interval > 1 and not values.get("dtstart"):
        raise RowUnreadable(f"interval is {interval} but there is no dtstart to count from")
    first, last = values.get("valid_from"), values.get("valid_to")
    if first and last and last < first:
        raise RowUnreadable(f"valid_to {last} is before valid_from {first}")


def ages(values: Values, mends: list[str]) -> None:
    lowest, highest = values.get("minimum_age"), values.get("maximum_age")
    if lowest is not None and highest is not None and highest < lowest:
        if highest == 0:
            values["maximum_age"] = None
            mends.append("maximum age 0 dropped")
        else:
            values["minimum_age"], values["maximum_age"] = highest, lowest
            mends.append("minimum and maximum age swapped back")


def capacity(values: Values, _mends: list[str]) -> None:
    if (most := values.get("maximum")) is not None and values.get("available", 0) > most:
        raise RowUnreadable(f"available is {values['available']}, more than the maximum of {most}")
