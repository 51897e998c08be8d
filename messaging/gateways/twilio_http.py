"""What Twilio's client makes its requests with: connections that stay open, to the address in our settings.

Twilio's own works out anew for each request what never changes between two (proxies, certificates, hooks, cookies), and
that costs more than the request. Here it is worked out once, by `requests`, by the same rules.
"""

import threading
from base64 import b64encode
from collections.abc import Mapping
from logging import Logger
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests
from requests.structures import CaseInsensitiveDict
from twilio.http import HttpClient
from twilio.http.response import Response

FORM = "application/x-www-form-urlencoded"


class KeptOpen(HttpClient):  # type: ignore[misc]  # twilio ships no types
    """Sends what Twilio's client means for api.twilio.com to `api_url`. It never tries again by itself, nor elsewhere.

    It remembers, for each thread, how long the last answer asked us to wait: Twilio's exceptions do not say.
    """

    def __init__(self, api_url: str, *, timeout: tuple[float, float], connections: int, logger: Logger) -> None:
        super().__init__(logger, is_async=False)
        self._scheme, self._host, self._prefix = urlsplit(api_url)[:3]
        self._timeout = timeout
        session = requests.Session()
        session.mount("https://", requests.adapters.HTTPAdapter(max_retries=0, pool_maxsize=connections))
        session.mount("http://", requests.adapters.HTTPAdapter(max_retries=0, pool_maxsize=connections))
        self._adapter = session.get_adapter(api_url)
        self._how = session.merge_environment_settings(api_url, {}, False, None, None)
        self._heard = threading.local()

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """As Twilio's client expects. Raises the exceptions of `requests`."""
        asked = urlsplit(url)
        query = "&".join(part for part in (asked.query, urlencode(_said(params), doseq=True)) if part)
        body = urlencode(_said(data), doseq=True).encode() if data else None  # an empty one would be sent, in chunks
        prepared = requests.PreparedRequest()
        prepared.method = method
        prepared.url = urlunsplit((self._scheme, self._host, self._prefix.rstrip("/") + asked.path, query, ""))
        prepared.headers = CaseInsensitiveDict(headers or {})
        if auth is not None:
            prepared.headers["Authorization"] = "Basic " + b64encode(":".join(auth).encode()).decode()
        if body is not None:
            prepared.headers.update({"Content-Type": FORM, "Content-Length": str(len(body))})
        prepared.body = body
        prepared.hooks = {}
        answer = self._adapter.send(prepared, timeout=self._timeout, **self._how)
        self._heard.retry_after = answer.headers.get("Retry-After")
        return Response(answer.status_code, answer.content.decode("utf-8", errors="replace"), answer.headers)

    @property
    def retry_after(self) -> float | None:
        said = getattr(self._heard, "retry_after", None)
        return float(said) if said and str(said).isdigit() else None


def _said(fields: Mapping[str, Any] | None) -> dict[str, Any]:
    """Twilio's client gives a value for each field it knows; those that are None are not sent."""
    return {name: value for name, value in (fields or {}).items() if value is not None}
