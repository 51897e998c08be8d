"""Servers of our own on loopback, for the length of a measurement."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import WrongAnswer
from benchmarks.load import fetch

PATIENCE = 60.0  # seconds
ROOT = Path(__file__).parent.parent


@contextmanager
def served(command: list[str], environment: dict[str, str], port: int, path: str) -> Iterator[None]:
    """A server, answering at `path`; ended afterwards."""
    server = subprocess.Popen(command, env=os.environ | environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(server, f"http://127.0.0.1:{port}{path}")
        yield
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(5)


def _wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            fetch(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise WrongAnswer(f"{' '.join(server.args[1:4]) if isinstance(server.args, list) else 'a server'} did not start")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
