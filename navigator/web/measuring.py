"""Counts what is asked of the service and how long the answers take, in Prometheus's words."""

from collections.abc import Mapping
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from messaging.models import State
from navigator.config import PROVIDERS

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def init_app(app: Flask) -> None:
    """Measure every request of `app`. Each process counts its own."""
    registry = CollectorRegistry()
    labels = ("endpoint", "method")
    asked = Counter("navigator_requests", "Requests answered.", (*labels, "status"), registry=registry)
    took = Histogram("navigator_request_seconds", "How long answers took.", labels, registry=registry, buckets=BUCKETS)
    app.extensions["measures"] = registry

    @app.before_request
    def start_the_clock() -> None:
        g.began = perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        asked.labels(endpoint, request.method, response.status_code).inc()
        if "began" in g:
            took.labels(endpoint, request.method).observe(perf_counter() - g.began)
        return response


def report(
    registry: CollectorRegistry,
    *,
    outbox: dict[State, int] | None,
    oldest_due_seconds: float,
    calls: Mapping[tuple[str, str], int],
    told: Mapping[tuple[str, str, str], int],
) -> bytes:
    """Everything measured, as text. `outbox`: messages by state; None when the database does not answer.

    `calls`: providers' calls since this process began, by provider and what came of them at the door. `told`: those kept in
    the last hour, whichever process kept them, by provider, kind and what they came to.
    """
    now = CollectorRegistry()
    heard = Counter(
        "navigator_provider_calls", "Calls from text providers to this process.", ("provider", "came_to"), registry=now
    )
    for provider in PROVIDERS:
        for came_to in ("kept", "repeated", "too_large", "forged"):
            heard.labels(provider, came_to).inc(calls.get((provider, came_to), 0))
    kept = Gauge(
        "navigator_provider_events",
        "Calls from text providers kept in the last hour, by what they came to; waiting: nobody has looked yet.",
        ("provider", "kind", "outcome"),
        registry=now,
    )
    for which, count in told.items():
        kept.labels(*which).set(count)
    Gauge("navigator_database_up", "Whether the database answers.", registry=now).set(outbox is not None)
    if outbox is not None:
        messages = Gauge("navigator_outbox_messages", "Texts and e-mails in the outbox.", ("state",), registry=now)
        for state, count in outbox.items():
            messages.labels(state.value).set(count)
        Gauge(
            "navigator_outbox_oldest_due_seconds",
            "How long the message that has waited longest has been due; 0 when none waits.",
            registry=now,
        ).set(oldest_due_seconds)
    return generate_latest(registry) + generate_latest(now)
