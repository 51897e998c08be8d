"""What happens on the public pages, for whoever above counts it. `navigator.app` connects them."""

from blinker import Namespace

_signals = Namespace()

listings_found = _signals.signal("listings-found")
"""Somebody looked at a page of what a search found. Sent with `ids`: those of the listings on it."""

listing_shown = _signals.signal("listing-shown")
"""Somebody opened a listing's own page. Sent with `service_id`."""
