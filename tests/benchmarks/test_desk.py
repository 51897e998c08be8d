"""The desk's benchmark: what it writes down is a locality whose pages it can ask, and it hears of a page that asks for more."""

from benchmarks.generated_locality import Size, navigator_of, people_of


class TestTheLocality:
    def test_is_of_the_size_it_is_said_to_be(self) -> None:
        size = Size(150_000)

        assert (size.staff, size.teams, size.contacts, size.referrals) == (3_000, 300, 740_000, 300_000)

    def test_gives_each_person_to_the_navigator_whose_list_they_are_on(self) -> None:
        size = Size(1_000)

        assert all(person in people_of(navigator_of(person, size), size) for person in range(size.people))
