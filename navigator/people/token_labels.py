"""What a key for the API may do, in words for whoever makes one."""

from flask_babel import lazy_gettext

from navigator.people.token_scopes import TokenScope

SCOPES = {
    TokenScope.PEOPLE_READ: lazy_gettext("Read people, who supports and helps them, and the caseload"),
    TokenScope.PEOPLE_WRITE: lazy_gettext("Add and correct people, hand them over, and change who helps them"),
    TokenScope.VISITS: lazy_gettext("Read, log and arrange contacts and visits"),
    TokenScope.TASKS: lazy_gettext("Read, add and finish things to do"),
    TokenScope.CONVERSATIONS: lazy_gettext("Read conversations, priorities and steps; add steps, ready plans and reviews"),
    TokenScope.TEXTS: lazy_gettext("Read texts from people, and answer them"),
    TokenScope.REFERRALS_READ: lazy_gettext("Read referrals"),
    TokenScope.REFERRALS_WRITE: lazy_gettext("Refer people, and take back, recall or reopen referrals"),
    TokenScope.TEAMS_READ: lazy_gettext("Read teams, colleagues and programmes"),
    TokenScope.ABSENCES: lazy_gettext("Read and write down who is away, and who answers meanwhile"),
    TokenScope.WEBHOOKS: lazy_gettext("Decide who is told when referrals move"),
}
