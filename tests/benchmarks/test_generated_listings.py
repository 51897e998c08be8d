from datetime import date
from itertools import pairwise

from benchmarks.generated_listings import Locality

TODAY = date(2026, 11, 23)


class TestLocality:
    def test_of_one_seed_is_always_the_same(self) -> None:
        first = list(Locality(40, today=TODAY, seed=1).listings())

        again = list(Locality(40, today=TODAY, seed=1).listings())

        assert first == again

    def test_gives_its_listings_as_often_as_asked(self) -> None:
        locality = Locality(40, today=TODAY)

        assert list(locality.listings()) == list(locality.listings())

    def test_of_another_seed_is_another(self) -> None:
        names = {listing.name for listing in Locality(40, today=TODAY, seed=1).listings()}

        others = {listing.name for listing in Locality(40, today=TODAY, seed=2).listings()}

        assert len(names & others) < 10

    def test_has_listings_of_many_names_with_and_without_places(self) -> None:
        listings = list(Locality(400, today=TODAY).listings())

        assert len({listing.name for listing in listings}) > 350
        assert {len(listing.halls) for listing in listings} == {0, 1, 2}
        assert all(earlier.id != later.id for earlier, later in pairwise(listings))
        assert all(listing.opens_at < listing.closes_at for listing in listings)
