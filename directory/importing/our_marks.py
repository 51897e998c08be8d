"""Quality marks that we gave out ourselves and that come back in a source: they stand in their own table, and once is enough."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.importing.checking import Accepted
from directory.importing.report import Report
from directory.marks.models import QualityMark
from directory.marks.saying import may_name_marks, without_marks

LEFT_OUT = "a quality mark of ours left out of accreditations: it is kept with the marks"


def leave_out_our_marks(session: Session, accepted: Accepted, report: Report) -> None:
    """Take the lines about marks that are defined here out of the listings' accreditations. One query, if there are any."""
    services = accepted.rows["services"]
    naming = {identity: values for identity, values in services.items() if may_name_marks(values.get("accreditations"))}
    names = session.scalars(select(QualityMark.name)).all() if naming else []
    for identity, values in naming.items():
        left = without_marks(values["accreditations"], names)
        if left != values["accreditations"]:
            values["accreditations"] = left
            report.mend("services", accepted.spots["services", identity], LEFT_OUT)
