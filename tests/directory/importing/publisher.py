"""A publisher of listings that stands on this machine and answers as a test says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[dict[str, str]], tuple[int, Any]]


class Publisher(ThreadingHTTPServer):
    """Answers each request as the test says, and remembers what was asked."""

    answer: Answer
    asked: list[tuple[str, dict[str, str]]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/services?per_page=2"


@dataclass
class Packed:
    """An answer with its body packed, or said to be."""

    body: bytes
    encoding: str


class _Desk(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()} | {"path": parts.path}
        self.server.asked.append((self.headers["User-Agent"], query))
        status, said = self.server.answer(query)
        if isinstance(said, Iterator):
            self.send_response(status)
            self.end_headers()
            for drop in said:
                self.wfile.write(drop)
            return
        body = said.body if isinstance(said, Packed) else said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        if isinstance(said, Packed):
            self.send_header("Content-Encoding", said.encoding)
        if 300 <= status < 400:
            self.send_header("Location", body.decode() or self.path)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the test's output is for the test."""


@contextmanager
def standing_publisher() -> Iterator[Publisher]:
    """A publisher that answers until the end of the block."""
    server = Publisher(("127.0.0.1", 0), _Desk)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def service(number: int) -> dict[str, Any]:
    organization = {"id": "1", "name": "Tea & Talk"}
    return {"id": str(number), "name": f"Listing {number}", "organization": organization, "phones": []}


def names(reading: Any) -> list[str]:
    return [row.values["name"] for row in reading.rows if row.table == "services"]
