"""The word ``Mailing``: how a printed paper goes out by mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reader:
    """Somebody whom a paper can be sent to."""

    #: How they are called.
    name: str
    #: Where they are reached; empty where nobody knows.
    address: str


@dataclass(frozen=True)
class MailText:
    """With which words a mail begins; ``{number}`` and the like stand for what the paper says."""

    #: How it is called where one of several is chosen.
    name: str
    #: The subject.
    subject: str
    #: What stands in the mail.
    text: str


@dataclass(frozen=True)
class Mailing:
    """To whom a paper goes and with which words; a layout without it is not sent."""

    #: The paper's own reader: called with the paper, of which what is printed is there already.
    reader: Callable[[Any], Reader]
    #: Everybody who is offered besides.
    readers: Callable[[Any], Sequence[Reader]]
    #: The texts that staff wrote for mails in a language, the usual one first.
    texts: Callable[[str], Sequence[MailText]]
    #: What the placeholders stand for, in the language of the moment.
    words: Callable[[Any], dict[str, str]]
    #: Drafts are sent, too, with “draft” across their pages.
    drafts: bool = False
