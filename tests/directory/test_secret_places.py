"""Which listings never say where they are, and which names stay off a phone: a table of cases."""

from typing import Any

import pytest

from directory.secret_places import hides_its_place, is_private_matter, without_whereabouts


def hides(**about: Any) -> bool:
    nothing = {"name": "Harbour House", "alternate_name": None, "description": "", "organization_name": None, "term_codes": ()}
    return hides_its_place(**(nothing | about))


class TestAPlace:
    @pytest.mark.parametrize(
        "about",
        [
            {"term_codes": ["safety", "refuge"]},
            {"name": "Women’s Refuge"},
            {"name": "Rosevean", "alternate_name": "Rosevean women's refuge"},
            {"organization_name": "Penwith Refuges"},
            {"name": "Safe accommodation for women"},
            {"name": "The Safe-House Project"},
            {"name": "Kerensa Safehouse"},
            {"name": "West Cornwall Women's Shelter"},
        ],
    )
    def test_of_what_is_called_a_refuge_is_secret(self, about: dict[str, Any]) -> None:
        assert hides(**about)

    @pytest.mark.parametrize(
        "description",
        [
            "Emergency accommodation for women and children fleeing domestic abuse.",
            "For women who are fleeing domestic violence. A flat of your own for women leaving an abusive home.",
            "Somewhere to stay for men escaping a violent partner.",
            "If you are fleeing forced marriage we have beds for you tonight.",
            "A refuge for women and their children.",
            "Crisis accommodation for women and children who have been abused at home.",
            "Dispersed accommodation for survivors of modern slavery.",
            "Somewhere safe to live for those leaving violent relationships.",
            "Emergency flats for people who had to run away from a violent husband.",
            "Lloches i fenywod sy'n dianc rhag trais domestig.",
            "Women's refuge with six rooms.",
            "Ring us first. Our refuge has a garden.",
            "We run two refuges and a helpline.",
            "We offer advice, outreach, refuge and counselling.",
            "We provide safe accommodation and a key worker.",
            "This is a safe house for young women.",
            "Six refuge spaces, and workers day and night.",
            "A refuge from domestic abuse.",
            "A secure flat. Address confidential.",
            "The address is kept secret.",
            "Our location is never disclosed.",
            "We do not give out our address.",
            "We never tell anyone where it is.",
            "You will be met at a confidential location.",
        ],
    )
    def test_of_what_says_that_it_is_a_refuge_or_a_secret_is_secret(self, description: str) -> None:
        assert hides(description=description)

    @pytest.mark.parametrize(
        "about",
        [
            {"name": "Cornish Coast Asylum and Refugee Welcome", "description": "English and tea for refugees."},
            {"name": "Hayle Wildlife Refuge", "description": "A refuge for injured hedgehogs. Come and feed them."},
            {"name": "Chapel Café", "description": "A refuge from the cold, with soup."},
            {"description": "We work with the refuge to find toys for Christmas."},
            {"description": "We can refer you to a women's refuge, and help you pack."},
            {"description": "Our volunteers knit for the refuge in Truro."},
            {"description": "We are not a refuge, but we know whom to ring."},
            {"description": "Working with refuges, the police and the courts."},
            {"description": "We visit women in refuge accommodation and help them to refuge accommodation elsewhere."},
            {"description": "Advice about money, benefits and housing. Some of our visitors are fleeing domestic abuse."},
            {"description": "Housing advice, also if you are leaving an abusive partner."},
            {"description": "Come in and get to know people. You can talk about staying safe or do a jigsaw."},
            {"description": "Whatever you tell us is confidential."},
            {
                "description": "A worker who believes you and helps you think about domestic abuse.",
                "term_codes": ["domestic-abuse"],
            },
        ],
    )
    def test_of_what_only_speaks_of_a_refuge_may_be_known(self, about: dict[str, Any]) -> None:
        assert not hides(**about)


class TestWhatARefugeSaysOfItself:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("A safe house for six. Our address is 3 Hiddenroad, Penzance TR19 7ZZ. Ring us.", "A safe house for six. Ring us."),
            ("Open day and night. We live at 9 Quay Street.", "Open day and night."),
            ("Come to TR18 2AB!", ""),
            ("ring the house at 9 Hiddenroad", ""),
            ("in the Hiddenroad lounge", ""),
            (
                "Freephone, 24 hours a day. 6 rooms, 2 of them for families.",
                "Freephone, 24 hours a day. 6 rooms, 2 of them for families.",
            ),
            ("Our address is confidential.", "Our address is confidential."),
            (None, None),
        ],
    )
    def test_is_kept_but_for_where_it_is(self, said: str | None, kept: str | None) -> None:
        assert without_whereabouts(said) == kept


class TestAName:
    @pytest.mark.parametrize(
        ("name", "codes", "is_private"),
        [
            ("One-to-One Support", ["domestic-abuse"], True),
            ("Thursday Clinic", ["sexual-health"], True),
            ("Thursday Meeting", ["substance-use"], True),
            ("Drug and Alcohol Appointments", [], True),
            ("Domestic Violence Outreach", [None], True),
            ("Tea & Talk", ["social-cafe"], False),
            ("Home Safety Check", ["safety"], False),
        ],
    )
    def test_that_is_nobody_elses_business_stays_off_a_phone(self, name: str, codes: list[str | None], is_private: bool) -> None:
        assert is_private_matter(names=[name], term_codes=codes) is is_private
