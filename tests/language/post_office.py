"""A mail server of the tests' own: speaks SMTP on a port, takes mails or refuses them as told."""

from __future__ import annotations

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


@dataclass
class PostOffice:
    """What the server takes, whom it refuses and what it was given."""

    port: int = 0
    #: The one account, as ``user:password``; empty lets everybody in.
    account: str = ""
    #: What is said to every recipient instead of taking them.
    refuses: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)


class _Counter(socketserver.StreamRequestHandler):
    """One conversation with a sender."""

    server: Any

    def handle(self) -> None:
        """Greet, then answer one line after the other."""
        self.office: PostOffice = self.server.office
        self.say("220 post office of the tests")
        while line := self.rfile.readline():
            verb, _blank, rest = line.decode().strip().partition(" ")
            if verb.upper() == "QUIT":
                self.say("221 good bye")
                return
            getattr(self, f"on_{verb.lower()}", self.on_anything)(rest)

    def say(self, line: str) -> None:
        """Send a line."""
        self.wfile.write(f"{line}\r\n".encode())

    def on_anything(self, _rest: str) -> None:
        """Agree."""
        self.say("250 fine")

    def on_ehlo(self, _rest: str) -> None:
        """Tell what is offered."""
        self.say("250-post office")
        self.say("250 AUTH PLAIN" if self.office.account else "250 8BITMIME")

    def on_auth(self, rest: str) -> None:
        """Compare with the account."""
        _nobody, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        given = f"{user}:{password}"
        if given != self.office.account:
            self.say("535 5.7.8 wrong user or password")
            return
        self.office.signed_in.append(user)
        self.say("235 welcome")

    def on_rcpt(self, _rest: str) -> None:
        """Take the recipient or refuse."""
        self.say(self.office.refuses or "250 fine")

    def on_data(self, _rest: str) -> None:
        """Take the mail."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        mail: Any = message_from_bytes(b"".join(lines), policy=policy.default)
        self.office.taken.append(mail)
        self.say("250 taken")


@contextmanager
def post_office(**how: str) -> Iterator[PostOffice]:
    """Open a mail server on a free port and close it afterwards."""
    office = PostOffice(**how)  # type: ignore[arg-type]
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Counter) as server:
        server.daemon_threads = True
        server.office = office  # type: ignore[attr-defined]
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()
            thread.join()
