"""Records that a file names and that are not there: created on request, once for the whole file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from admin_config.engine.along.columns import ExtraColumn
from admin_config.engine.registry import registry
from admin_config.engine.transfer.check import Checker
from admin_config.engine.transfer.columns import Column, Wrong
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.keys import NaturalKey, key_fields
from admin_config.engine.transfer.storing import write_findings
from admin_config.models import NOT_TAKEN, ImportRun, Verdict
from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.foundation.rights import Reach, may, reach

#: New records of one column; more of them are another column taken for this one.
MOST = 1_000
CODE = "creates"


def may_be_created(column: Column, actor: Actor) -> bool:
    """Tell whether what a column names may be created by its name alone, by this person."""
    if isinstance(column, ExtraColumn) or not (column.is_relation or column.is_many):
        return False
    model = column.model_field.related_model
    screen, key = registry.for_model(model), key_fields(model)
    if screen is None or screen.read_only or len(key) > 1 or key == ("pk",):
        return False
    field = column.model_field
    gives_rights = field.name in getattr(field.model, "rights_fields", ())
    if gives_rights or issubclass(model, get_user_model()):
        return False
    if column.model_field.get_limit_choices_to() or not _is_seen(model, actor):
        return False
    return may(actor, "add", model) and _suffices(_checker_of(model, actor), key[0])


def _is_seen(model: Any, actor: Actor) -> bool:
    """Tell whether a record is among those to choose from once it is there, whosever it is."""
    return getattr(model, "open_for_choice", False) or reach(actor, "view", model) == Reach.ALL


def _checker_of(model: Any, actor: Actor) -> Checker:
    screen: Any = registry.for_model(model)
    return Checker(screen, actor, {"0": key_fields(model)[0]}, {"mode": "add"})


def _suffices(checker: Checker, name: str) -> bool:
    column = checker.by_name.get(name)
    if column is None or not column.typed or column.is_relation:
        return False
    started = checker.applying._new(Finding(0, ()))
    return not list(checker.applying._find_lacking(started))


class OnTheWay:
    """What one column of a file names anew; until it is written it has a key below zero."""

    def __init__(self, column: Column, actor: Actor) -> None:
        """Look at new names by the rules of the screen that they belong to."""
        self.column, self.actor = column, actor
        self.model = column.model_field.related_model
        self.key = NaturalKey(self.model)
        self._checker = _checker_of(self.model, actor)
        self._known: dict[tuple[Any, ...] | None, Any] = {}
        #: What each is called, by its key below zero.
        self.names: dict[int, str] = {}

    def prepare(self, names: Iterable[str]) -> list[int]:
        """Check names that are new in this file; return the keys of those that can be created."""
        fresh: dict[tuple[Any, ...] | None, str] = {}
        for name in names:
            if (key := self._key(name)) not in self._known:
                fresh.setdefault(key, name)
        findings = self._checker.check([(i, [n]) for i, n in enumerate(fresh.values())])
        made = []
        for (key, name), finding in zip(fresh.items(), findings, strict=True):
            if len(self.names) >= MOST:
                self._known[key] = Wrong(
                    _("More than %(most)s new names stand in this column.") % {"most": MOST},
                    _("Perhaps it is matched to the wrong field."),
                )
            elif finding.verdict != Verdict.NEW:
                self._known[key] = self._refusal(name, finding)
            else:
                digest = blake2b(repr(key).encode(), digest_size=6).digest()
                finding.record.pk = -1 - int.from_bytes(digest)
                self._known[key] = finding.record
                self.names[finding.record.pk] = name
                made.append(finding.record.pk)
        return made

    def _key(self, name: str) -> tuple[Any, ...] | None:
        return self.key.compared([self.key.parts[0].parsed(name)])

    def _refusal(self, name: str, finding: Finding) -> Wrong:
        facts = {"kind": self.model._meta.verbose_name, "name": name[:80]}
        why = " ".join(reason["message"] for reason in finding.reasons)
        return Wrong(_("The %(kind)s “%(name)s” cannot be created.") % facts, why)

    def get(self, name: str) -> Any:
        """Return the record to be; what is wrong with it is raised."""
        known = self._known[self._key(name)]
        if isinstance(known, Wrong):
            raise known
        return known

    def create(self, keys: Iterable[int]) -> dict[int, Any]:
        """Write what rows of this chunk name; return the records by their keys below zero."""
        wanted = sorted(keys)
        rows = [(i, [self.names[key]]) for i, key in enumerate(wanted)]
        findings = _checker_of(self.model, self.actor).check(rows, lock=True)
        for finding, key in zip(findings, wanted, strict=True):
            if finding.verdict != Verdict.NEW:
                refusal = self._refusal(self.names[key], finding)
                raise Refusal([*refusal.messages, refusal.hint], code="on_the_way")
        write_findings(self.model, findings)
        return {key: f.record for key, f in zip(wanted, findings, strict=True)}


def attach(checker: Any, run: ImportRun, actor: Actor) -> None:
    """Let the columns that the person chose create what they name."""
    head = getattr(checker, "head", checker)
    for name in run.options.get("create", ()):
        column = head.by_name.get(name)
        if column is not None and column not in head.own_kind and may_be_created(column, actor):
            column.on_the_way = OnTheWay(column, actor)
            column.told_as = head.applying._names[name].tell


def _heads(findings: Sequence[Finding]) -> list[tuple[Finding, Finding]]:
    """Return the rows that are taken, each with what is known about its record."""
    taken = [f for f in findings if f.verdict not in NOT_TAKEN]
    pairs = [(f, getattr(f, "head", f)) for f in taken if getattr(f, "is_first", True)]
    return [(f, head) for f, head in pairs if head.verdict in {Verdict.NEW, Verdict.CHANGED}]


def _named(column: Column, finding: Finding) -> list[Any]:
    value = finding.values.get(column.name)
    records = value if isinstance(value, list) else [value]
    return [r for r in records if r is not None and r.pk is not None and r.pk < 0]


def _columns(checker: Any) -> list[Column]:
    return [c for c in getattr(checker, "head", checker).columns.values() if c.on_the_way]


def tell_rows(run: ImportRun, checker: Any, findings: Sequence[Finding]) -> None:
    """Say at each row what it creates on the way; the run knows the names, not yet saved."""
    for column in _columns(checker):
        told = run.on_the_way.setdefault(column.name, {"kind": "", "names": [], "created": 0})
        told["kind"] = str(column.model_field.related_model._meta.verbose_name)
        for finding, head in _heads(findings):
            for record in _named(column, head):
                name = column.on_the_way.names[record.pk]  # type: ignore[union-attr]
                if name not in told["names"]:
                    told["names"].append(name)
                message = _("The %(kind)s “%(name)s” is created on the way.")
                message %= {"kind": told["kind"], "name": name}
                reason = {"column": column.header, "message": message, "hint": "", "code": CODE}
                finding.reasons.append(reason)


def kept_reasons(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those that stay whatever is decided about a row."""
    return [reason for reason in reasons if reason.get("code") == CODE]


def create_named(locked: ImportRun, checker: Any, findings: Sequence[Finding]) -> None:
    """Write what these rows name anew, and let their records point to it."""
    for column in _columns(checker):
        heads = _heads(findings)
        keys = {record.pk for _f, head in heads for record in _named(column, head)}
        if not keys:
            continue
        made = column.on_the_way.create(keys)  # type: ignore[union-attr]
        for _finding, head in heads:
            _point(column, head, made)
        told = locked.on_the_way.setdefault(column.name, {"kind": "", "names": [], "created": 0})
        told["created"] += len(made)
        locked.save(update_fields=["on_the_way"])


def _point(column: Column, finding: Finding, made: dict[int, Any]) -> None:
    if column.name in finding.joins:
        keys = finding.joins[column.name]
        finding.joins[column.name] = {made[key].pk if key in made else key for key in keys}
    others = finding.besides.others.values() if finding.besides is not None else ()
    for record in (finding.record, *others):
        for field in record._meta.concrete_fields:
            of_kind = field.related_model is column.model_field.related_model
            if of_kind and getattr(record, field.attname) in made:
                setattr(record, field.name, made[getattr(record, field.attname)])
