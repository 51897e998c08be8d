"""Who signs in to the demonstration. These accounts are made by `navigator demo` alone, where nobody real is texted."""

from navigator.people import queries
from navigator.people.models import Staff

DEMO_DOMAIN = "care.example"  # a domain nobody can own (RFC 2606)
DEMO_PASSWORD = "tea at half past three"  # noqa: S105 - printed on the demonstration's sign-in page: it guards nothing


def list_demo_sign_ins() -> list[Staff]:
    """The demonstration's staff who may sign in, by name."""
    return [staff for staff in queries.list_staff() if staff.email.endswith(f"@{DEMO_DOMAIN}") and staff.left_at is None]
