"""Prove the heads of the chain: signed by a key that is believed, none left out, none exchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from erp.foundation.head_keys import is_signed, key_name, trusted_keys
from erp.foundation.models.seal import Head
from erp.foundation.refusal import Refusal
from erp.foundation.services.sealed_rows import FIRST
from erp.foundation.services.sealing import START, head_digest, head_text
from erp.foundation.services.shipping import files_shipped
from erp.foundation.services.verifying_types import is_moment

if TYPE_CHECKING:
    from erp.foundation.services.verifying import Verified

_AT_ONCE = 5000
#: The largest number that the database takes.
_MOST = (1 << 63) - 1
_TEXTS = ("link", "former", "made_at", "key", "signature")
#: What a shipped head says, and what each fact is.
_KINDS = {"number": int, "position": int, **dict.fromkeys(_TEXTS, str)}


@dataclass(frozen=True)
class Shipped:
    """A head that was kept elsewhere."""

    facts: dict[str, Any]
    #: The public key that it was checked with.
    trusted: Mapping[str, str]

    @property
    def number(self) -> int:
        """Return its number."""
        return int(self.facts["number"])


def heads_in(folder: Path) -> Iterator[Shipped]:
    """Return the heads that lie in a folder by now, file by file; what is added later is left out.

    Call it before the moment as of which the log is read: a head lies here once it is signed. A
    folder that is not there, or has none though heads were signed, proves nothing.
    """
    files = [(path, path.stat().st_size) for path in files_shipped(folder)]
    if not files and Head.objects.exists():
        told = {"folder": folder}
        raise Refusal(_("No head lies in the folder %(folder)s.") % told, code="head")
    return (head for path, size in files for head in read_shipped(path, size=size))


def read_shipped(path: Path, key: str = "", *, size: int = -1) -> list[Shipped]:
    """Read heads that were kept elsewhere; ``key`` is the public key kept with them, else ours."""
    trusted = {key_name(key): key} if key else trusted_keys()
    try:
        with path.open("rb") as file:
            lines = file.read(size).decode().splitlines()
    except UnicodeDecodeError:
        raise Refusal(_("The file is no text in UTF-8."), code="head") from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        facts = _read(line)
        if not facts:
            raise Refusal(_("Line %(number)d is no head.") % {"number": number}, code="head")
        found.append(Shipped(facts, trusted))
    if not found:
        raise Refusal(_("There is no head in the file."), code="head")
    return found


def _read(line: str) -> dict[str, Any]:
    """Return what a line says of a head; nothing when it is none."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict) or {name: type(fact) for name, fact in told.items()} != _KINDS:
        return {}
    return told if is_moment(told["made_at"]) else {}


def check_heads(verified: Verified) -> None:
    """Check that the heads follow one another and that each key's last one is truly signed.

    A head names the one before it, signature and all, so the last signature stands for all.
    """
    former, last, count = START, None, 0
    keys = trusted_keys()
    for head in all_heads():
        if head.number < 1:
            words = _("Head %(number)d is none of the chain: it was inserted.")
            verified.find(words % {"number": head.number}, None, "foundation.head")
            continue
        if head.number != count + 1:
            words = _("Heads %(first)d to %(last)d are missing.")
            verified.find(words % {"first": count + 1, "last": head.number - 1})
        elif head.former != former:
            words = _("Head %(number)d does not follow the one before it.")
            verified.find(words % {"number": head.number})
        if last is not None and last.key != head.key:
            _check_signature(verified, last.facts(), keys)
        former, last, count = head_digest(head.facts()), head, head.number
    verified.heads = count
    if last is not None:
        verified.last_head = last.made_at
        _check_signature(verified, last.facts(), keys)


def all_heads() -> Iterator[Head]:
    """Return every head in its order, a page at a time."""
    last = FIRST
    while page := list(Head.objects.filter(number__gt=last).order_by("number")[:_AT_ONCE]):
        yield from page
        last = page[-1].number


def _check_signature(
    verified: Verified, facts: dict[str, Any], keys: Mapping[str, str], *, where: str = ""
) -> bool:
    public = keys.get(facts["key"])
    if public is not None and is_signed(head_text(facts), facts["signature"], public):
        return True
    if public is None:
        words = _("%(where)s %(number)d was signed with a key that is not believed (%(key)s).")
    else:
        words = _("%(where)s %(number)d is not signed by the key that it names (%(key)s).")
    told = {"where": where or _("Head"), "number": facts["number"], "key": facts["key"]}
    verified.find(words % told, None, "foundation.head")
    return False


def check_shipped(verified: Verified, shipped: Iterable[Shipped]) -> None:
    """Check that every head that was kept elsewhere is still part of the chain.

    One that is here as it was kept is proven with the chain, to its end; the last of them all is
    looked at for its signature, as is each that differs.
    """
    last: Shipped | None = None
    rest = iter(shipped)
    while page := sorted(islice(rest, _AT_ONCE), key=lambda one: one.number):
        verified.kept += len(page)
        heads = Head.objects.in_bulk({one.number for one in page if 0 < one.number <= _MOST})
        for kept in page:
            here = heads.get(kept.number)
            if here is None or here.facts() != kept.facts:
                _differs(verified, kept, here)
            elif last is None or last.number <= kept.number:
                last = kept
    if last is not None:
        _check_signature(verified, last.facts, last.trusted, where=_("The kept head"))


def _differs(verified: Verified, kept: Shipped, here: Head | None) -> None:
    if not _check_signature(verified, kept.facts, kept.trusted, where=_("The kept head")):
        return
    made_at = parse_datetime(kept.facts["made_at"])
    told = {"number": kept.number, "time": f"{made_at:%Y-%m-%d %H:%M}"}
    if here is None:
        words = _(
            "Head %(number)d of %(time)s was kept elsewhere and is not here: the end of the "
            "log was cut, or an older copy was put in its place."
        )
    else:
        words = _(
            "Head %(number)d of %(time)s is another than the one kept elsewhere: the log was "
            "written anew from there on or before."
        )
    verified.find(words % told, None, "foundation.head")
