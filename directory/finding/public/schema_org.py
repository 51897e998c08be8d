"""A listing in the words of schema.org, for the search engines that read its page."""

from typing import Any

from directory.finding.public.listing_view import ListingView, safe_link
from directory.models import Location, Schedule, Service
from directory.queries import hours_of, places_of, schedules_of
from directory.times.opening_hours import DAYS

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def described(view: ListingView, *, address: str) -> dict[str, Any]:
    """The listing as a schema.org Service. `address`: of its page. Where a refuge is, is not in it."""
    service = view.service
    return _compact(
        {
            "@context": "https://schema.org",
            "@type": "Service",
            "@id": address,
            "url": address,
            "name": service.name,
            "alternateName": service.alternate_name,
            "description": service.description,
            "provider": _compact(
                {"@type": "Organization", "name": service.organization.name, "url": safe_link(service.organization.website)}
            ),
            "areaServed": [] if view.is_secret else [area.name for area in service.service_areas if area.name],
            "audience": _audience(service),
            "availableChannel": _channels(view),
            "hoursAvailable": [hours for schedule in schedules_of(service) if (hours := _hours(schedule))],
            "offers": [
                {"@type": "Offer", "price": cost.amount, "priceCurrency": (cost.currency or "GBP").upper()}
                for cost in service.cost_options
                if cost.amount is not None
            ],
        }
    )


def _channels(view: ListingView) -> list[dict[str, Any]]:
    phones = [{"@type": "ContactPoint", "telephone": phone.number} for phone in view.phones]
    languages = [spoken.code for spoken in view.service.languages if spoken.code]
    places = [_place(place.location) for place in places_of(view.service)]
    said = {"servicePhone": phones, "serviceUrl": view.website, "availableLanguage": languages, "serviceLocation": places}
    channel = _compact({"@type": "ServiceChannel"} | said)
    return [channel] if len(channel) > 1 else []


def _place(location: Location) -> dict[str, Any]:
    point = None
    if location.latitude is not None and location.longitude is not None:
        point = {"@type": "GeoCoordinates", "latitude": location.latitude, "longitude": location.longitude}
    addresses = [
        _compact(
            {
                "@type": "PostalAddress",
                "streetAddress": ", ".join(part for part in (address.address_1, address.address_2) if part),
                "addressLocality": address.city,
                "addressRegion": address.state_province,
                "postalCode": address.postal_code,
                "addressCountry": address.country,
            }
        )
        for address in location.addresses
    ]
    return _compact({"@type": "Place", "name": location.name, "address": addresses, "geo": point})


def _hours(schedule: Schedule) -> dict[str, Any] | None:
    """Every week's hours. What happens otherwise (every other week, the first Saturday) has no place in this vocabulary."""
    hours = hours_of(schedule)
    if hours.freq != "WEEKLY" or (hours.interval or 1) != 1 or not hours.days or hours.opens is None or hours.closes is None:
        return None
    return _compact(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{DAY_NAMES[DAYS.index(day)]}" for _, day in hours.days],
            "opens": f"{hours.opens:%H:%M}",
            "closes": f"{hours.closes:%H:%M}",
            "validFrom": hours.valid_from.isoformat() if hours.valid_from else None,
            "validThrough": hours.last_day.isoformat() if hours.last_day else None,
        }
    )


def _audience(service: Service) -> dict[str, Any] | None:
    ages = _compact({"suggestedMinAge": service.minimum_age, "suggestedMaxAge": service.maximum_age})
    return {"@type": "PeopleAudience", **ages} if ages else None


def _compact(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None and value != "" and value != []}
