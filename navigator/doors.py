"""Every way in: which blueprint stands at which addresses, and who may come through. Only `navigator.app` imports it."""

from dataclasses import dataclass

from flask import Blueprint

import directory.finding.public.api
import directory.finding.public.pages
import directory.finding.tuning.admin_pages
import directory.importing.spreadsheets.pages
import directory.publishing.admin_pages
import directory.publishing.api
import directory.publishing.pages
import directory.shortlists.pages
import messaging.shown_pages
import messaging.simulator.pages
import messaging.stop_pages
import messaging.unsubscribe_pages
import messaging.webhooks
import navigator.caseload.api
import navigator.caseload.meeting_pages
import navigator.caseload.pages
import navigator.circle.api
import navigator.circle.check_in_pages
import navigator.circle.check_ins_api
import navigator.circle.door_pages
import navigator.circle.helping_pages
import navigator.circle.my_pages
import navigator.circle.prepare_pages
import navigator.circle.staff_pages
import navigator.contacts.contact_pages
import navigator.contacts.reminder_pages
import navigator.conversations.api
import navigator.conversations.pages
import navigator.handouts.pages
import navigator.letters.pages
import navigator.measures.admin_pages
import navigator.measures.api
import navigator.measures.my_pages
import navigator.measures.pages
import navigator.messages.sending_pages
import navigator.messages.wording_pages
import navigator.people.api
import navigator.people.needs_pages
import navigator.people.pages
import navigator.people.safety_pages
import navigator.people.sign_in_pages
import navigator.people.text_times_pages
import navigator.people.token_pages
import navigator.plan.check_pages
import navigator.plan.my_door
import navigator.plan.pages
import navigator.plan.person_page
import navigator.plan.prepare_pages
import navigator.ready_plans.admin_pages
import navigator.ready_plans.api
import navigator.ready_plans.pages
import navigator.receiving.inbox_pages
import navigator.receiving.reply_pages
import navigator.referrals.api
import navigator.referrals.moves_api
import navigator.referrals.pages
import navigator.referrals.signposts_api
import navigator.referring_in.api
import navigator.referring_in.inbox_pages
import navigator.referring_in.professional_pages
import navigator.referring_in.proposal_pages
import navigator.referring_in.public_pages
import navigator.referring_in.referred_pages
import navigator.referring_in.referrer_pages
import navigator.reviews.api
import navigator.reviews.pages
import navigator.selfcare.pages
import navigator.selfcare.staff_pages
import navigator.steps.api
import navigator.steps.goal_pages
import navigator.steps.goals_api
import navigator.steps.line_pages
import navigator.steps.needs_api
import navigator.steps.nudge_pages
import navigator.steps.pages
import navigator.steps.plan_checks_api
import navigator.tasks.api
import navigator.tasks.pages
import navigator.teams.absence_pages
import navigator.teams.absences_api
import navigator.teams.api
import navigator.teams.change_pages
import navigator.teams.closing_pages
import navigator.teams.coordinator_pages
import navigator.teams.enrolment_pages
import navigator.teams.join_pages
import navigator.teams.locality_pages
import navigator.teams.programme_pages
import navigator.teams.settings_pages
import navigator.teams.support_api
import navigator.teams.team_admin_pages
import navigator.teams.team_pages
import navigator.teams.user_pages
import navigator.threads.api
import navigator.threads.carer_pages
import navigator.threads.pages
import navigator.threads.person_pages
import navigator.upkeep.apply_pages
import navigator.upkeep.check_pages
import navigator.upkeep.contact_check_pages
import navigator.upkeep.door_pages
import navigator.upkeep.history_pages
import navigator.upkeep.mark_pages
import navigator.upkeep.moderation_pages
import navigator.upkeep.pages
import navigator.upkeep.pair_pages
import navigator.upkeep.question_pages
import navigator.upkeep.ranking_pages
import navigator.upkeep.report_pages
import navigator.upkeep.ringing_pages
import navigator.upkeep.source_pages
import navigator.upkeep.staff_pages
import navigator.upkeep.wrong_pages
import navigator.visits.api
import navigator.visits.pages
import navigator.visits.round_pages
import navigator.web.installing_pages
import navigator.web.machine_pages
import navigator.web.pages
import navigator.webhooks.api
import navigator.webhooks.pages
from navigator.web import guards
from navigator.web.guards import Guard


@dataclass(frozen=True)
class Door:
    """A way in: a blueprint, the prefix of its addresses, who may come through, and whether it is part of the API."""

    blueprint: Blueprint
    prefix: str
    guard: Guard
    is_api: bool = False


DOORS = (
    Door(navigator.web.pages.blueprint, "", guards.anyone),
    Door(navigator.web.machine_pages.blueprint, "", guards.anyone),
    Door(navigator.web.installing_pages.blueprint, "/install", guards.anyone),
    Door(directory.finding.public.pages.blueprint, "", guards.anyone),
    Door(directory.shortlists.pages.blueprint, "", guards.anyone),
    Door(navigator.handouts.pages.blueprint, "", guards.anyone),
    Door(navigator.selfcare.pages.blueprint, "", guards.anyone),
    Door(directory.finding.tuning.admin_pages.blueprint, "/admin", guards.looks_after_the_service),
    Door(navigator.upkeep.staff_pages.blueprint, "/admin/organizations", guards.looks_after_the_service),
    Door(navigator.upkeep.moderation_pages.blueprint, "/admin/moderation", guards.looks_after_the_service),
    Door(navigator.upkeep.pair_pages.blueprint, "/admin/duplicates", guards.looks_after_the_service),
    Door(navigator.upkeep.apply_pages.blueprint, "/listings/apply", guards.whoever_holds_the_link),
    Door(navigator.upkeep.door_pages.blueprint, "/listings", guards.whoever_holds_the_link),
    Door(navigator.upkeep.history_pages.blueprint, "/admin/listings", guards.looks_after_the_service),
    Door(navigator.upkeep.wrong_pages.blueprint, "/admin/something-wrong", guards.looks_after_the_service),
    Door(navigator.upkeep.mark_pages.blueprint, "/admin/quality-marks", guards.looks_after_the_service),
    Door(navigator.upkeep.ranking_pages.blueprint, "/admin/ranking", guards.looks_after_the_service),
    Door(navigator.contacts.reminder_pages.blueprint, "/admin/reminders", guards.looks_after_the_service),
    Door(navigator.messages.wording_pages.blueprint, "/admin/wording", guards.looks_after_the_service),
    Door(navigator.messages.sending_pages.blueprint, "/admin/sending", guards.looks_after_the_service),
    Door(navigator.upkeep.source_pages.blueprint, "/admin", guards.looks_after_the_service),
    Door(navigator.upkeep.report_pages.blueprint, "", guards.anyone),
    Door(navigator.upkeep.question_pages.blueprint, "/listings", guards.keeps_listings),
    Door(navigator.receiving.inbox_pages.by_account, "/listings/referrals", guards.keeps_listings),
    Door(navigator.receiving.inbox_pages.by_link, "/inbox", guards.whoever_holds_the_link),
    Door(navigator.upkeep.check_pages.blueprint, "/listings/check", guards.whoever_holds_the_link),
    Door(navigator.upkeep.contact_check_pages.blueprint, "/listings/ask", guards.whoever_holds_the_link),
    Door(navigator.upkeep.ringing_pages.blueprint, "/admin/to-be-rung", guards.looks_after_the_service),
    Door(navigator.upkeep.pages.blueprint, "/listings", guards.keeps_listings),
    Door(directory.importing.spreadsheets.pages.blueprint, "/admin/imports", guards.looks_after_the_service),
    Door(navigator.people.sign_in_pages.blueprint, "", guards.anyone),
    Door(navigator.people.pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.people.token_pages.blueprint, "/tokens", guards.signed_in_staff),
    Door(navigator.webhooks.pages.blueprint, "/admin/webhooks", guards.looks_after_the_service),
    Door(navigator.people.token_pages.admin_blueprint, "/admin/tokens", guards.looks_after_the_service),
    Door(navigator.people.needs_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.people.safety_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.teams.locality_pages.blueprint, "/admin/localities", guards.looks_after_the_service),
    Door(navigator.teams.team_admin_pages.blueprint, "/admin/teams", guards.looks_after_the_service),
    Door(navigator.teams.closing_pages.blueprint, "/admin", guards.looks_after_the_service),
    Door(navigator.teams.programme_pages.blueprint, "/admin/programmes", guards.looks_after_the_service),
    Door(navigator.teams.user_pages.blueprint, "/admin/users", guards.looks_after_the_service),
    Door(navigator.teams.settings_pages.blueprint, "/admin/settings", guards.looks_after_the_service),
    Door(navigator.teams.change_pages.blueprint, "/admin/changes", guards.looks_after_the_service),
    Door(navigator.teams.team_pages.blueprint, "/team", guards.leads_a_team),
    Door(navigator.teams.absence_pages.blueprint, "/absences", guards.works_with_people),
    Door(navigator.teams.coordinator_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.teams.enrolment_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.teams.join_pages.blueprint, "/join", guards.whoever_holds_the_link),
    Door(navigator.letters.pages.blueprint, "/letters", guards.works_with_people),
    Door(navigator.people.text_times_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.contacts.contact_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.selfcare.staff_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.steps.nudge_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.conversations.pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.steps.pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.caseload.meeting_pages.blueprint, "/team", guards.works_in_a_team),
    Door(navigator.steps.goal_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.measures.pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.reviews.pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.ready_plans.pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.ready_plans.admin_pages.blueprint, "/admin", guards.looks_after_the_service),
    Door(navigator.steps.line_pages.blueprint, "/admin/conversation-lines", guards.looks_after_the_service),
    Door(navigator.measures.my_pages.blueprint, "/my/measures", guards.person_themselves),
    Door(navigator.measures.admin_pages.blueprint, "/admin", guards.looks_after_the_service),
    Door(navigator.caseload.pages.blueprint, "", guards.works_with_people),
    Door(navigator.tasks.pages.blueprint, "", guards.works_with_people),
    Door(navigator.visits.pages.blueprint, "", guards.works_with_people),
    Door(navigator.visits.round_pages.feed_blueprint, "/round", guards.whoever_holds_the_link),
    Door(navigator.referrals.pages.blueprint, "", guards.works_with_people),
    Door(navigator.receiving.reply_pages.blueprint, "/reply", guards.whoever_holds_the_link),
    Door(navigator.referring_in.public_pages.blueprint, "/refer", guards.anyone),
    Door(navigator.referring_in.professional_pages.blueprint, "/refer", guards.whoever_holds_the_link),
    Door(navigator.referring_in.referred_pages.blueprint, "/referred", guards.whoever_holds_the_link),
    Door(navigator.referring_in.inbox_pages.blueprint, "/referrals-in", guards.deals_with_referrals_in),
    Door(navigator.referring_in.proposal_pages.blueprint, "/proposals", guards.brings_in_proposals),
    Door(navigator.referring_in.referrer_pages.blueprint, "/admin/referrers", guards.looks_after_the_service),
    Door(navigator.threads.pages.blueprint, "/threads", guards.works_with_people),
    Door(navigator.threads.carer_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.threads.person_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.plan.person_page.blueprint, "/people", guards.works_with_people),
    Door(navigator.plan.check_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.circle.staff_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.circle.check_in_pages.blueprint, "/people", guards.works_with_people),
    Door(navigator.circle.door_pages.blueprint, "", guards.whoever_holds_the_link),
    Door(navigator.circle.helping_pages.blueprint, "/helping", guards.whoever_helps),
    Door(navigator.circle.prepare_pages.blueprint, "/helping", guards.whoever_helps),
    Door(navigator.circle.my_pages.blueprint, "/my", guards.person_themselves),
    Door(navigator.plan.my_door.blueprint, "", guards.whoever_holds_the_link),
    Door(navigator.plan.pages.blueprint, "/my", guards.person_themselves),
    Door(navigator.plan.prepare_pages.blueprint, "/my/prepare", guards.person_themselves),
    Door(messaging.webhooks.blueprint, "/webhooks", guards.signed_by_the_provider),
    Door(messaging.stop_pages.blueprint, "/stop", guards.whoever_holds_the_link),
    Door(messaging.unsubscribe_pages.blueprint, "/unsubscribe", guards.one_tap_from_a_mailbox),
    Door(messaging.shown_pages.blueprint, "/shown", guards.a_browser_that_was_notified),
    Door(messaging.simulator.pages.blueprint, "/simulator", guards.only_in_the_demo),
    Door(directory.publishing.pages.blueprint, "", guards.anyone),
    Door(directory.publishing.admin_pages.blueprint, "/admin", guards.looks_after_the_service),
    Door(directory.publishing.api.blueprint, "/open-referral", guards.anyone_in_moderation),
    Door(directory.finding.public.api.blueprint, "/api/v1/services", guards.anyone, is_api=True),
    Door(navigator.people.api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.steps.api.blueprint, "/api/v1/steps", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.webhooks.api.blueprint, "/api/v1/webhooks", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.referrals.api.blueprint, "/api/v1/referrals", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.teams.support_api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.conversations.api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.steps.goals_api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.steps.api.under_goals, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.measures.api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.caseload.api.blueprint, "/api/v1/caseload", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.visits.api.blueprint, "/api/v1/visits", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.visits.api.contacts, "/api/v1/contacts", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.tasks.api.blueprint, "/api/v1/tasks", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.referrals.moves_api.blueprint, "/api/v1/referrals", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.referrals.signposts_api.blueprint, "/api/v1/signposts", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.referring_in.api.blueprint, "/api/v1/referrals-in", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.referring_in.api.lists, "/api/v1/proposals", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.circle.check_ins_api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.circle.api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.ready_plans.api.blueprint, "/api/v1/ready-plans", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.ready_plans.api.of_people, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.reviews.api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.steps.plan_checks_api.blueprint, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.steps.needs_api.blueprint, "/api/v1/needs", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.threads.api.blueprint, "/api/v1/threads", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.threads.api.of_people, "/api/v1/people", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.teams.absences_api.blueprint, "/api/v1/absences", guards.holder_of_an_api_token, is_api=True),
    Door(navigator.teams.api.blueprint, "/api/v1", guards.holder_of_an_api_token, is_api=True),
)

# Where no cookie is believed: a signature or a link is the key, and there is no page before it to hold a token.
WITHOUT_A_PAGE = (guards.signed_by_the_provider, guards.one_tap_from_a_mailbox, guards.a_browser_that_was_notified)
