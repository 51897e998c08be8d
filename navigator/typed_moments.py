"""Reading the day and time of an appointment from a form: what is wrong with them stands by the field."""

from datetime import datetime

from flask_babel import gettext

from navigator import local_times
from navigator.forms import Form


def read_appointment(form: Form, *, now: datetime) -> tuple[Form, datetime | None]:
    """The form with what is wrong with its `day` and `clock`, and the moment they mean when nothing is."""
    day, typed = form.data.get("day"), form.data.get("clock")
    if not typed:
        return form, None
    try:
        clock = local_times.read_clock(typed)
    except local_times.HalfUnsaid as unsaid:
        message = gettext(
            "Do you mean the afternoon? Write %(afternoon)s. For the early morning, write %(morning)s.",
            afternoon=unsaid.afternoon,
            morning=unsaid.morning,
        )
        return form.with_error("clock", message), None
    except local_times.NotATime:
        return form.with_error("clock", gettext("Write the time like 10:30am or 14:30.")), None
    if day is None:
        return form, None
    try:
        return form, local_times.read_moment(day, clock, now=now)
    except local_times.TimeSkipped:
        return form.with_error(
            "clock", gettext("The clocks go forward that night and skip this time. Please choose another.")
        ), None
    except local_times.MomentPast:
        return form.with_error("day", gettext("That day and time have gone by. Please choose one to come.")), None
    except local_times.MomentTooFar:
        return form.with_error("day", gettext("That is more than a year away. Please check the year.")), None
