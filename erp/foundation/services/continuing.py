"""Make a paper from others: what both have comes along, line by line, as much as is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.continuing import Continuation, cycle_word, lines_of, locked, told
from erp.foundation.models import OperationKind
from erp.foundation.models.key_field import KeyField
from erp.foundation.models.recorded import HOUSEKEEPING
from erp.foundation.models.several_choices import SeveralChoicesField
from erp.foundation.operation import service
from erp.foundation.refusal import Refusal
from erp.foundation.rights import Reach, check_may, owner_fields, reach
from erp.foundation.services.bulk import create_records

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Found by every paper for itself, never taken over.
_OWN = frozenset({"issued_on", "position", "origin"})


@service(OperationKind.ACTION, told=gettext_lazy("continued"))
def continue_papers(
    continuation: Continuation,
    papers: Sequence[Any],
    *,
    by: Actor,
    quantities: Mapping[Any, Decimal] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Any:
    """Return the new paper that continues these, a draft with all that is left or what is wanted.

    ``quantities`` says how much of which line, by its key; ``values`` fills fields of the head.
    The papers are locked first and read anew, so of two who want the last pieces one gets them.
    Refused, and nothing made: a paper in another state, more than is left, nothing left, papers
    that do not belong together, a field that must be filled and is not.
    """
    check_may(by, "add", continuation.head)
    sources = locked(continuation.source_head, [paper.pk for paper in papers])
    for paper in sources:
        check_may(by, "view", paper)
        _check_state(continuation, paper)
    lines = lines_of(continuation, sources)
    wanted = _wanted(continuation, lines, quantities)
    new = begun(continuation, sources, by=by)
    for name, value in (values or {}).items():
        setattr(new, name, value)
    _check_head(new)
    new.save()
    create_records(
        [
            _line(continuation, new, line, wanted[line.pk], place)
            for place, line in enumerate((line for line in lines if line.pk in wanted), 1)
        ]
    )
    return new


def begun(continuation: Continuation, papers: Sequence[Any], *, by: Actor) -> Any:
    """Return the unsaved head: what all papers agree in, where the kinds have it both."""
    new = continuation.head()
    apart = []
    for name in _shared(continuation.source_head, continuation.head, continuation):
        stored = continuation.head._meta.get_field(name)
        values = {getattr(paper, stored.attname) for paper in papers}
        if len(values) == 1:
            setattr(new, stored.attname, values.pop())
        elif _decides(stored):
            apart.append(str(stored.verbose_name))
    if apart:
        raise Refusal(
            _("These papers differ in what one paper has once: %(fields)s."),
            code="apart",
            params={"fields": _(", ").join(apart)},
        )
    for name in continuation.once:
        setattr(new, name, _first_amounts(continuation, papers, name))
    _give_owner(new, papers, by)
    return new


def _give_owner(new: Any, papers: Sequence[Any], by: Actor) -> None:
    """Leave it with the owner of what it continues; who reaches only own papers owns it himself."""
    limited = reach(by, "view", type(new)) != Reach.ALL
    for name in owner_fields(type(new)):
        column = f"{name}_id"
        if by.user is not None and (limited or getattr(new, column) is None):
            setattr(new, column, by.user.pk)
        elif getattr(new, column) is None:
            setattr(new, column, getattr(papers[0], column, None))


def missing_in(head: Any) -> list[str]:
    """Return the fields of a new paper that must be filled and are not."""
    return [
        stored.name
        for stored in head._meta.concrete_fields
        if stored.editable and not stored.blank and getattr(head, stored.attname) in (None, "")
    ]


def _check_state(continuation: Continuation, paper: Any) -> None:
    if not continuation.may_continue(paper):
        raise Refusal(
            _("“%(paper)s” is %(state)s: this step is not possible now."),
            code="state",
            params={"paper": str(paper), "state": cycle_word(paper)},
        )


def _wanted(
    continuation: Continuation, lines: list[Any], asked: Mapping[Any, Decimal] | None
) -> dict[Any, Decimal]:
    """Return how much of which lines is taken; refuse too much of one, and nothing of all."""
    left = continuation.left(lines)
    wanted = dict(left) if asked is None else {key: asked.get(key, Decimal(0)) for key in left}
    for line in lines:
        check_left(line, wanted[line.pk], left[line.pk], limited=continuation.limited)
    wanted = {key: quantity for key, quantity in wanted.items() if quantity > 0}
    if not wanted:
        raise Refusal(_("Nothing is left, or nothing was chosen."), code="nothing_left")
    return wanted


def check_left(line: Any, wanted: Decimal, left: Decimal, *, limited: bool = True) -> None:
    """Refuse less than nothing, and more than is left."""
    if wanted < 0:
        raise Refusal(
            _("“%(line)s”: less than nothing cannot be taken."),
            code="negative",
            params={"line": str(line)},
        )
    if limited and wanted > left:
        raise Refusal(
            _("“%(line)s”: %(wanted)s is more than the %(left)s that are left."),
            code="more_than_left",
            params={"line": str(line), "wanted": told(wanted), "left": told(left)},
        )


def _check_head(new: Any) -> None:
    """Refuse a head as its form would: what is missing, taken or not allowed, at its field."""
    try:
        new.full_clean(exclude={f.name for f in new._meta.concrete_fields if not f.editable})
    except ValidationError as mistakes:
        raise Refusal(mistakes.update_error_dict({})) from mistakes


def _first_amounts(continuation: Continuation, papers: Sequence[Any], name: str) -> Decimal:
    """Return the sum of an amount over the papers of which nothing was taken before."""
    fresh = [paper for paper in papers if not continuation.taking([paper]).exists()]
    return sum((getattr(paper, name) for paper in fresh), Decimal(0))


def _line(continuation: Continuation, new: Any, line: Any, quantity: Decimal, place: int) -> Any:
    made = continuation.line()
    for name in _shared(continuation.source_line, continuation.line, continuation):
        attname = continuation.line._meta.get_field(name).attname
        setattr(made, attname, getattr(line, attname))
    setattr(made, continuation.relation, new)
    setattr(made, continuation.source, line)
    setattr(made, continuation.quantity, quantity)
    if any(stored.name == "position" for stored in made._meta.concrete_fields):
        made.position = place
    return made


def _shared(source: Any, target: Any, continuation: Continuation) -> list[str]:
    """Return the typed fields that both have, where a value of the one fits into the other."""
    left_out = {*HOUSEKEEPING, *_OWN, *continuation.anew, *continuation.once}
    theirs = {stored.name: stored for stored in source._meta.concrete_fields}
    return [
        stored.name
        for stored in target._meta.concrete_fields
        if stored.editable
        and not stored.primary_key
        and stored.name not in left_out
        and not isinstance(stored, KeyField)
        and stored.name in theirs
        and _fits(theirs[stored.name], stored)
    ]


def _fits(theirs: Any, ours: Any) -> bool:
    if ours.is_relation or theirs.is_relation:
        return ours.related_model is theirs.related_model and not ours.unique
    if isinstance(ours, models.CharField) and isinstance(theirs, models.CharField):
        values, known = set(_codes(ours)), set(_codes(theirs))
        several = {isinstance(each, SeveralChoicesField) for each in (ours, theirs)}
        fits = (
            len(several) == 1
            and (ours.max_length or 0) >= (theirs.max_length or 0)
            and values == known
        )
        return fits and not ours.unique
    same: bool = ours.get_internal_type() == theirs.get_internal_type()
    return same


def _codes(stored: Any) -> Iterator[str]:
    pairs = stored.pairs if isinstance(stored, SeveralChoicesField) else stored.flatchoices
    return (code for code, _label in pairs)


def _decides(stored: Any) -> bool:
    """Tell whether papers that differ here cannot become one: customer, currency, kind of tax."""
    chosen = stored.is_relation or bool(stored.flatchoices)
    return chosen and not stored.blank and stored.name not in _owners(stored.model)


def _owners(model: Any) -> set[str]:
    return set(owner_fields(model))
