"""What two records have in common in other words: names, codes, numbers, phones and mail."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

from django.utils.text import capfirst

from admin_config.engine.spec import Screen
from admin_config.engine.transfer.finding import Finding
from admin_config.models import Verdict
from erp.foundation.actor import Actor
from erp.foundation.rights import choosable, hidden_fields
from erp.foundation.roles import rows_of
from erp.foundation.text import fold

_WORDS = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")
_JOINING = {"and", "und", "et", "y", "e"}
_LEGAL = frozenset(
    (
        *("ab", "ag", "aktiengesellschaft", "aps", "as", "bhd", "bv", "cc", "co", "company"),
        *("corp", "corporation", "gesellschaft", "gmbh", "inc", "incorporated", "kg", "kgaa"),
        *("kk", "lda", "limited", "limitada", "llc", "llp", "lp", "ltd", "ltda", "mbh", "nv"),
        *("ohg", "oy", "oyj", "plc", "pte", "pty", "pvt", "sa", "sarl", "sas", "sdn", "se"),
        *("sl", "sp", "spa", "sprl", "srl", "ug", "z", "oo", "jsc"),
    )
)
_EASTERN = re.compile(
    r"(?:股份有限公司|有限责任公司|责任有限公司|股份公司|有限公司|株式会社|주식회사|公司)$"
    r"|^(?:株式会社|주식회사)"
)
_SIGNS = str.maketrans("", "", string.punctuation + string.whitespace)
_NO_DIGITS = str.maketrans("", "", string.punctuation + string.whitespace + string.ascii_letters)
#: So many digits at the end of a phone number tell it apart, with or without a country's prefix.
_LAST, _FEWEST = 9, 6


def _squeezed(value: str) -> str:
    if value.isascii():
        return value.lower().translate(_SIGNS)
    return "".join(_WORDS.findall(fold(value)))


def _as_name(value: str) -> str:
    """Return a name without case, width, blanks, punctuation and legal form."""
    folded = _DOTTED.sub(lambda found: found[0].replace(".", ""), fold(value))
    words = [word for word in _WORDS.findall(folded) if word not in _JOINING]
    left = list(words)
    while left and left[-1] in _LEGAL:
        left.pop()
    joined = "".join(left or words)
    return _EASTERN.sub("", joined) or joined


def _as_phone(value: str) -> str:
    plain = value if value.isascii() else fold(value)
    digits = plain.translate(_NO_DIGITS) if plain.isascii() else re.sub(r"\D", "", plain)
    return digits[-_LAST:] if len(digits) >= _FEWEST else ""


_KEYS: dict[str, Callable[[str], str]] = {
    "name": _as_name,
    "code": _squeezed,
    "number": lambda value: _squeezed(value).lstrip("0"),
    "phone": _as_phone,
    "mail": fold,
}


class Likeness:
    """What one person may compare of the records of a screen."""

    def __init__(self, screen: Screen, actor: Actor) -> None:
        """Take what the screen declares, without what the person may not see."""
        self.model: Any = screen.model
        declared = screen.importing.alike if screen.importing is not None else ()
        hidden = {*hidden_fields(actor, self.model), *getattr(self.model, "secret_fields", ())}
        self.alikes = [
            alike
            for alike in declared
            if alike.field not in hidden and (alike.within is None or alike.within not in hidden)
        ]
        self._actor = actor
        #: What records are called, by key, once they were asked for.
        self.names: dict[Any, str] = {}
        self._columns = [
            (place, _KEYS[alike.by], alike.field, alike.within and f"{alike.within}_id")
            for place, alike in enumerate(self.alikes)
        ]

    def __bool__(self) -> bool:
        """Tell whether anything is compared."""
        return bool(self.alikes)

    def label(self, place: int) -> str:
        """Return what the field is called."""
        return capfirst(str(self.model._meta.get_field(self.alikes[place].field).verbose_name))

    def marks(self, values: dict[str, Any]) -> list[str]:
        """Return a digest for each value that may be found again in other words."""
        found = []
        for place, key_of, name, within in self._columns:
            key = key_of(str(values[name])) if values[name] else ""
            scope = values[within] if within else ""
            if len(key) > 1 and scope is not None:
                digest = blake2b(f"{scope}/{key}".encode(), digest_size=9).hexdigest()
                found.append(f"{place}:{digest}")
        return found

    def mark(self, findings: Iterable[Finding]) -> None:
        """Let new rows carry what they may be found again by."""
        if not self.alikes:
            return
        for finding in findings:
            if finding.verdict != Verdict.NEW:
                continue
            head = getattr(finding, "head", finding)
            if head.is_new and getattr(finding, "is_first", True):
                names = {name for _place, _key, *names in self._columns for name in names if name}
                values = {name: getattr(head.record, name) for name in names}
                finding.marks += self.marks(values)

    def stored(self) -> Iterable[tuple[Any, list[str]]]:
        """Yield key and digests of every record that the person may see, in one query."""
        names = sorted({n for _place, _key, *ns in self._columns for n in ns if n})
        rows = choosable(self._actor, rows_of(self.model)).order_by()
        for pk, *values in rows.values_list("pk", *names).iterator(chunk_size=5_000):
            yield pk, self.marks(dict(zip(names, values, strict=True)))
