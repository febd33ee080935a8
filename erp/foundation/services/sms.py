"""Text messages: handed to the house's gateway, or written into files where there is none."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

_PATIENCE = 10


class SmsRoute(Protocol):
    """How text messages leave the house; one's own gateway is a class of this shape."""

    def send(self, *, to: str, text: str) -> None:
        """Hand one message over; raise ``OSError`` when it was not taken."""


class SmsFiles:
    """Writes every message into a file of a folder: the one-machine run and tests read it there."""

    def __init__(self, folder: str) -> None:
        """Take the folder's path."""
        self.folder = Path(folder)

    def send(self, *, to: str, text: str) -> None:
        """Write one file, named by the moment."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = timezone.now().strftime("%Y%m%d-%H%M%S-%f.txt")
        (self.folder / name).write_text(f"{to}\n{text}\n", encoding="utf-8")


class SmsGateway:
    """Posts ``{"to": …, "text": …}`` as JSON to a gateway's address, with a token if it has one."""

    def __init__(self, address: str, token: str = "") -> None:
        """Take the address, https alone, and the token for the Authorization header."""
        self.address, self.token = address, token

    def send(self, *, to: str, text: str) -> None:
        """Post one message; an answer other than 2xx raises."""
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps({"to": to, "text": text}).encode()
        request = urllib.request.Request(self.address, body, headers)  # noqa: S310 - https, by settings
        with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310 - the same
            pass


def sms_route() -> SmsRoute:
    """Return the route of the settings: a class by its path, and what it is made with."""
    if settings.SMS_ROUTE is None:
        message = "no gateway for text messages is set (SMS_URL)"
        raise OSError(message)
    path, options = settings.SMS_ROUTE
    route: SmsRoute = import_string(path)(**options)
    return route


def send_sms(*, to: str, text: str) -> None:
    """Send one text message at once; refuse in words of people when it is not taken."""
    try:
        sms_route().send(to=to, text=text)
    except (OSError, urllib.error.URLError) as error:
        raise Refusal(
            _("The text message could not be sent. Choose another way, or try again later."),
            code="sms",
        ) from error
