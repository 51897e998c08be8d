"""A client that asks for one address again and again over loopback, for a time, on several connections that stay open."""

import socket
import threading
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

from benchmarks.figures import WrongAnswer

PATIENCE = 20.0  # seconds an answer may take
MOST_ANSWERS = 50_000


@dataclass
class Load:
    """What became of it. `seconds` holds what each answer took; `lasted` how long the whole took."""

    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0

    def add(self, other: "Load") -> None:
        self.seconds += other.seconds
        self.lasted += other.lasted

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.lasted if self.lasted else 0.0


class Connection:
    """One connection to 127.0.0.1, opened again when the server closes it."""

    def __init__(self, url: str, cookie: str = "") -> None:
        address = urlsplit(url)
        self._where = (address.hostname or "127.0.0.1", address.port or 80)
        path = f"{address.path}?{address.query}" if address.query else address.path
        lines = [f"GET {path} HTTP/1.1", f"Host: {address.netloc}", "Accept: text/html,application/json", "Accept-Language: en"]
        self._request = "\r\n".join([*lines, *([f"Cookie: {cookie}"] if cookie else []), "", ""]).encode()
        self._socket: socket.socket | None = None

    def ask(self) -> tuple[int, bytes]:
        """The status and the body. Raises OSError."""
        if self._socket is None:
            self._socket = socket.create_connection(self._where, timeout=PATIENCE)
        self._socket.sendall(self._request)
        head, _, body = self._read_head().partition(b"\r\n\r\n")
        lowered = head.lower()
        if b"content-length: " not in lowered:
            raise OSError("an answer that does not say how long it is")
        length = int(lowered.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        parts, held = [body], len(body)
        while held < length:
            parts.append(self._receive())
            held += len(parts[-1])
        if b"connection: close" in lowered:
            self.close()
        return int(head[9:12]), b"".join(parts)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read_head(self) -> bytes:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        return received

    def _receive(self) -> bytes:
        assert self._socket is not None  # noqa: S101 - `ask` opened it
        received = self._socket.recv(262_144)
        if not received:
            self.close()
            raise OSError("the server closed the connection in the middle of an answer")
        return received


def fetch(url: str, cookie: str = "") -> bytes:
    """The body of one answer. Raises `WrongAnswer` unless its status is 200."""
    connection = Connection(url, cookie)
    try:
        status, body = connection.ask()
    finally:
        connection.close()
    if status != 200:
        raise WrongAnswer(f"{urlsplit(url).path} answered {status}")
    return body


def press(url: str, *, seconds: float, concurrency: int, cookie: str = "") -> Load:
    """Ask for `url` on so many connections at once, for so long. Raises `WrongAnswer` when any answer is not 200."""
    loads = [Load() for _ in range(concurrency)]
    wrong: list[str] = []
    end = perf_counter() + seconds

    def ask_on(load: Load) -> None:
        connection = Connection(url, cookie)
        try:
            while (began := perf_counter()) < end and len(load.seconds) < MOST_ANSWERS and not wrong:
                status, _ = connection.ask()
                load.seconds.append(perf_counter() - began)
                if status != 200:
                    wrong.append(f"answered {status}")
        except OSError as problem:
            wrong.append(str(problem))
        finally:
            connection.close()

    began = perf_counter()
    threads = [threading.Thread(target=ask_on, args=(load,)) for load in loads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise WrongAnswer(f"{urlsplit(url).path} under load: {wrong[0]}")
    return Load([took for load in loads for took in load.seconds], perf_counter() - began)
