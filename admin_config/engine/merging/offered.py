"""What a page of a merge shows: the records side by side, and what would become of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst

from admin_config.engine.fields import fields_of
from admin_config.engine.infer.form import sections_of
from admin_config.engine.listing.cells import cell_of
from admin_config.engine.spec import Merge
from erp.foundation.digits import number_in
from erp.foundation.services.merging import Wish

_VALUE, _PAIR, _SEEN = "value-", "pair-", "seen-"


@dataclass(frozen=True)
class Choice:
    """One field with what each record says, in the order of the columns."""

    name: str
    label: str
    #: Key, text, and whether it is chosen.
    cells: tuple[tuple[Any, str, bool], ...]

    @property
    def differs(self) -> bool:
        """Tell whether the records say different things."""
        return len({text for _key, text, _chosen in self.cells}) > 1


def field_names(admin: Any, request: HttpRequest) -> list[str]:
    """Return the fields whose values are chosen: what the person types on the form."""
    screen = admin.screen
    known = fields_of(screen.model)
    locked = {*admin.hidden(request), *admin.get_readonly_fields(request, None)}
    locked |= {*screen.merge.keep, *screen.exclude}
    shown = [name for section in sections_of(screen) for name in section.names]
    return [
        name
        for name in shown
        if name in known and name not in locked and known[name].editable and known[name].local
    ]


def choices_of(
    names: Sequence[str], records: Sequence[Any], chosen: Mapping[str, Any]
) -> list[Choice]:
    """Return the fields side by side; the survivor comes first."""
    known = fields_of(type(records[0]))
    found = []
    for name in names:
        stored = known[name].field
        texts = {record.pk: _text(record, stored) for record in records}
        stays = chosen.get(name, _default(records, texts))
        cells = tuple((pk, text, pk == stays) for pk, text in texts.items())
        found.append(Choice(name, capfirst(known[name].label), cells))
    return found


def _default(records: Sequence[Any], texts: Mapping[Any, str]) -> Any:
    """Return whose value stays unless somebody chooses: the survivor's, else the first there is."""
    return next((record.pk for record in records if texts[record.pk]), records[0].pk)


def _text(record: Any, stored: Any) -> str:
    value = getattr(record, stored.name)
    if stored.is_relation:
        return "" if value is None else str(value)
    return cell_of(stored).text(value)


def wish_of(posted: QueryDict, names: Sequence[str], records: Sequence[Any], word: Merge) -> Wish:
    """Return what was asked for; what was not said is the default that the page showed."""
    keys = {record.pk for record in records}
    chosen = {n: k for n in names if (k := number_in(posted.get(_VALUE + n, ""))) in keys}
    values = {
        choice.name: pk
        for choice in choices_of(names, records, chosen)
        for pk, _text, stays in choice.cells
        if stays
    }
    pairs = {key.removeprefix(_PAIR) for key in posted if key.startswith(_PAIR)}
    theirs = frozenset(key for key in pairs if posted.get(_PAIR + key) == "theirs")
    seen = {pk: v for pk in keys if (v := number_in(posted.get(f"{_SEEN}{pk}", ""))) is not None}
    return Wish(values, theirs, gather=word.gather, keep=word.keep, seen=seen)
