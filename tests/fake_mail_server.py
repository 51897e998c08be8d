"""A mail server on loopback that speaks enough of IMAP (RFC 3501, RFC 4315) to be read, and misbehaves when told to."""

import re
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER, PASSWORD = "bounces@care.example", "a pass%word"
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass
class MailServer:
    """One folder, INBOX. Its faults are switched on and off by a test."""

    port: int = 0
    messages: dict[int, bytes] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)  # marked, and still there
    validity: int = 7
    next_uid: int = 1
    says_next: bool = True
    has_uidplus: bool = True
    login_answer: str = "OK"  # or "NO", or "NO [UNAVAILABLE]"
    drops_at: str = ""  # the word of a command at which the connection is cut
    hangs_at: str = ""
    talks_nonsense: bool = False
    said: list[str] = field(default_factory=list)  # the commands it was given, without their tags

    def receive(self, raw: bytes) -> int:
        """An e-mail arrives. Gives its number."""
        number = self.next_uid
        self.messages[number] = raw
        self.next_uid += 1
        return number

    def count(self, word: str) -> int:
        return sum(word in line for line in self.said)


class _Handler(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        service = self.server.service
        if service.talks_nonsense:
            self.wfile.write(b"220 I speak SMTP\r\n")
            return
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            service.said.append(rest)
            if service.drops_at and service.drops_at in rest:
                return
            if service.hangs_at and service.hangs_at in rest:
                time.sleep(2)
                return
            if not self._answer(service, tag, rest):
                return

    def _answer(self, service: MailServer, tag: str, rest: str) -> bool:
        words = rest.upper().split()
        if words[0] == "CAPABILITY":
            self._say(f"* CAPABILITY IMAP4rev1{' UIDPLUS' if service.has_uidplus else ''}")
        elif words[0] == "LOGIN":
            given = ["".join(parts).replace("\\", "") for parts in QUOTED.findall(rest[6:])]
            if service.login_answer != "OK" or given != [USER, PASSWORD]:
                answer = service.login_answer if service.login_answer != "OK" else "NO [AUTHENTICATIONFAILED]"
                self._say(f"{tag} {answer} wrong: {rest}")  # a server that repeats what it should not
                return True
        elif words[0] == "SELECT":
            if words[1].strip('"') != "INBOX":
                self._say(f"{tag} NO no such mailbox")
                return True
            self._say(f"* {len(service.messages)} EXISTS", "* 0 RECENT", "* FLAGS (\\Seen \\Deleted)")
            self._say(f"* OK [UIDVALIDITY {service.validity}] valid")
            if service.says_next:
                self._say(f"* OK [UIDNEXT {service.next_uid}] next")
        elif words[:2] == ["UID", "SEARCH"]:
            low, _, high = words[3].partition(":")
            highest = max(service.messages, default=0) if high == "*" else int(high)
            found = [number for number in service.messages if int(low) <= number <= highest]
            if high == "*" and not found and service.messages:  # as the standard has it: * is the last there is
                found = [max(service.messages)]
            self._say("* SEARCH " + " ".join(str(number) for number in found))
        elif words[:2] == ["UID", "FETCH"]:
            self._fetch(service, int(words[2]), words[3])
        elif words[:2] == ["UID", "STORE"]:
            service.deleted.update(int(number) for number in words[2].split(","))
        elif words[:2] == ["UID", "EXPUNGE"]:
            for number in {int(number) for number in words[2].split(",")} & service.deleted:
                service.messages.pop(number, None)
        elif words[0] == "LOGOUT":
            self._say("* BYE", f"{tag} OK")
            return False
        self._say(f"{tag} OK done")
        return True

    def _fetch(self, service: MailServer, number: int, what: str) -> None:
        raw = service.messages.get(number)
        if raw is None:
            return
        if "SIZE" in what:
            self._say(f"* 1 FETCH (UID {number} RFC822.SIZE {len(raw)})")
            return
        part = raw[: int(what.rpartition("<0.")[2].rstrip(">)"))]
        self.wfile.write(f"* 1 FETCH (UID {number} BODY[]<0> {{{len(part)}}}\r\n".encode() + part + b")\r\n")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, service: MailServer, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.service, self.context = service, context

    def get_request(self) -> tuple[object, object]:  # type: ignore[override]  # an encrypted socket is one, too
        connection, whence = super().get_request()
        if self.context:
            connection = self.context.wrap_socket(connection, server_side=True)
        return connection, whence

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or does not trust us, is no news."""


@contextmanager
def mail_server(*, context: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    service = MailServer()
    server = _Server(service, context)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_certificate(folder: Path, *, name: str = "localhost") -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side of encryption for this name, and the side of a client that trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(file)
    ours = ssl.create_default_context(cadata=certificate.public_bytes(Encoding.PEM).decode())
    return theirs, ours
