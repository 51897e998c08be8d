"""Version 1 in full: councils' feeds nest more than the page we keep to test with."""

from collections import Counter
from typing import Any

from flask import Flask
from sqlalchemy import select

from directory.importing import oruk_v1
from directory.importing.hsds_documents import DocumentReader
from directory.importing.rows import Spot
from directory.importing.run import import_listings
from directory.models import Service
from navigator.db import db
from tests.conftest import MORNING


def lunch_club(**different: Any) -> dict[str, Any]:
    return {
        "id": "17",
        "name": "Lunch Club",
        "description": "<p>A hot meal</p>",
        "status": "active",
        "fees": "£4",
        "attending_access": "Drop-in",
        "organization": {"id": "3", "name": "Penwith Kitchens", "description": "", "url": "www.kitchens.example"},
        "contacts": [
            {"id": "5", "name": "Jan", "title": "Cook", "phones": [{"id": "8", "number": "01632 960002", "language": "English"}]}
        ],
        "cost_options": [{"id": "2", "option": "Adults", "amount": "4", "amount_description": "a meal"}],
        "eligibilitys": [{"id": "1", "eligibility": "Over 60s", "minimum_age": 60, "maximum_age": None}],
        "languages": [{"id": "1", "language": "Cornish"}],
        "service_areas": [{"id": "1", "service_area": "Penwith"}],
        "service_taxonomys": [{"id": "1", "taxonomy": {"id": "needs:12", "name": "Food", "vocabulary": "esdNeeds"}}],
        "pc_targetAudience": [{"id": "22", "audienceType": "Older people"}],
        "service_at_locations": [
            {
                "id": "4",
                "regular_schedule": [{"id": "6", "opens_at": "12:00:00", "closes_at": "14:00:00", "byday": "TH"}],
                "location": {
                    "id": "9",
                    "name": "Chapel Hall",
                    "latitude": "50.118",
                    "longitude": "-5.537",
                    "accessibility_for_disabilities": [{"id": "1", "accessibility": "A ramp"}],
                    "physical_addresses": [
                        {
                            "id": "7",
                            "address_1": "Chapel Street",
                            "city": "Penzance",
                            "postal_code": "tr184af",
                            "country": "England",
                        }
                    ],
                },
            }
        ],
        "holiday_schedules": [
            {"id": "1", "closed": True, "start_date": "2026-12-24", "end_date": "2027-01-01"},
            {"id": "2", "closed": False, "opens_at": "10:00", "closes_at": "12:00", "start_date": "2027-04-02"},
            {"id": "3", "closed": True},
        ],
        "fundings": [{"id": "1", "source": "Penwith Lottery Club"}],
        "reviews": [{"id": "1", "score": "5"}],
    } | different


def bring_in(*documents: dict[str, Any]) -> Any:
    reader = DocumentReader()
    for number, document in enumerate(documents, start=1):
        reader.take(oruk_v1.as_hsds(document, reader.reading.left_out), Spot("feed.json", "item", number))
    report = import_listings(session=db.session(), reading=reader.reading, source="feed.json", now=MORNING)
    db.session.commit()
    return report


class TestAVersion1Service:
    def test_keeps_all_that_hangs_on_it(self, app: Flask) -> None:
        report = bring_in(lunch_club())

        service = db.session.scalars(select(Service)).one()
        place = service.service_at_locations[0]
        assert report.refusals == []
        assert (service.description, service.fees_description, service.application_process) == ("A hot meal", "£4", "Drop-in")
        assert (service.minimum_age, service.maximum_age, service.eligibility_description) == (60, None, "Over 60s")
        assert service.organization.website == "https://www.kitchens.example"
        assert [phone.number for phone in service.phones] == ["01632 960002"]
        assert (service.contacts[0].name, service.languages[0].name, service.service_areas[0].name) == (
            "Jan",
            "Cornish",
            "Penwith",
        )
        assert (service.cost_options[0].amount, service.cost_options[0].currency) == (4, "GBP")
        assert {(a.link_type, a.term.name) for a in service.attributes} == {
            ("esdNeeds", "Food"),
            ("target_audience", "Older people"),
        }
        assert (place.schedules[0].freq, place.schedules[0].byday, place.schedules[0].opens_at) == ("WEEKLY", "TH", "12:00")
        assert (place.location.addresses[0].postal_code, place.location.addresses[0].country) == ("TR18 4AF", "GB")
        assert place.location.accessibility[0].description == "A ramp"
        assert {(s.description, s.freq, s.opens_at) for s in service.schedules} == {
            ("From 2026-12-24 to 2027-01-01: closed", None, None),
            ("On 2027-04-02: open 10:00 to 12:00", None, None),
        }
        assert [funding.source for funding in service.funding] == ["Penwith Lottery Club"]
        assert report.left_out == Counter(
            {
                "reviews: we have no place for them": 1,
                "holiday schedules without a date: nobody could tell when they hold": 1,
            }
        )

    def test_is_known_again(self, app: Flask) -> None:
        bring_in(lunch_club())

        assert bring_in(lunch_club()).changes_nothing

    def test_of_another_council_with_the_same_number_is_another(self, app: Flask) -> None:
        bring_in(lunch_club())

        bring_in(lunch_club(organization={"id": "3", "name": "Kerrier Kitchens"}))

        assert len(db.session.scalars(select(Service)).all()) == 2

    def test_that_lost_its_hours_upstream_loses_them_here(self, app: Flask) -> None:
        bring_in(lunch_club())
        place = lunch_club()["service_at_locations"][0] | {"regular_schedule": []}

        bring_in(lunch_club(service_at_locations=[place]))

        assert db.session.scalars(select(Service)).one().service_at_locations[0].schedules == []
