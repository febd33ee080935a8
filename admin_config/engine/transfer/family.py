"""Check rows that carry a record and what belongs to it: together they are taken or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.spec import Screen
from admin_config.engine.transfer.again import hold_together
from admin_config.engine.transfer.below import Below, Families, relation_column
from admin_config.engine.transfer.check import Checker
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.reading import Row
from admin_config.engine.transfer.values import text_of
from admin_config.models import Verdict
from erp.foundation.actor import Actor

_REFUSED = (Verdict.REFUSED, Verdict.DOUBLED)


@dataclass(slots=True)
class FamilyFinding(Finding):
    """A row of a family: its record, found once for all its rows, and what the row puts below."""

    head: Finding | None = None
    #: The row is the one by which the record itself is written.
    is_first: bool = False
    parts: list[tuple[PartChecker, Finding]] = field(default_factory=list)


class PartChecker(Checker):
    """Checks what rows put below their records, such as lines; the records are known by then."""

    def __init__(
        self, below: Below, actor: Actor, mapping: Mapping[str, str], options: dict[str, Any]
    ) -> None:
        """Read the columns of this part, with the parent and its number as given ones."""
        self.below = below
        counts = below.counted and below.counted not in mapping.values()
        self.counted = below.counted if counts else ""
        given = (below.relation, self.counted) if counts else (below.relation,)
        key = (below.relation, *below.key)
        super().__init__(below.screen, actor, mapping, options, key=key, given=given)
        self.by_name[below.relation] = relation_column(below, actor)
        #: By row: the record that it belongs to, the row that brought it, and its place there.
        self.parents: dict[int, tuple[Any, int, int]] = {}

    def has_any(self, cells: Sequence[Any]) -> bool:
        """Tell whether a row says anything about this part."""
        return any(text_of(cells[p]).strip() for p in self.columns if p < len(cells))

    def _clean_all(self, findings: Sequence[Finding]) -> None:
        super()._clean_all(findings)
        for finding in findings:
            parent, first, place = self.parents[finding.number]
            finding.values[self.below.relation] = parent
            if self.counted:
                finding.values[self.counted] = place
            if finding.verdict is None and parent.pk is None:
                self._look_within(finding, first)

    def _look_within(self, finding: Finding, first: int) -> None:
        """Refuse the second of one key below a record that is itself new."""
        values = [self._plain(finding.values.get(name)) for name in self.below.key]
        parts = self.key.parts[1:]
        compared = [part.compared(value) for part, value in zip(parts, values, strict=True)]
        self._look_for_double(finding, (self.below.accessor, first, *compared))


class FamilyChecker:
    """Checks rows of one file that name records of a screen and what belongs to them."""

    #: Rows that name records of their own kind are not announced here.
    own_kind = ()

    def __init__(
        self,
        screen: Screen,
        actor: Actor,
        mapping: Mapping[str, str],
        options: dict[str, Any],
        *,
        key: tuple[str, ...] | None = None,
    ) -> None:
        """Prepare one checker for the records and one for each model below."""
        self.families = Families(screen, mapping)
        self.head = Checker(screen, actor, self.families.head, options, key=key)
        self.parts = [PartChecker(below, actor, own, options) for below, own in self.families.below]
        self.model = screen.model
        self.headers = self.head.headers
        self.seen = self.head.seen
        for part in self.parts:
            part.seen = self.seen

    def check(self, rows: Sequence[Row], *, lock: bool = False) -> list[FamilyFinding]:
        """Return a verdict for each row; rows of one record are taken or refused together."""
        groups = self.families.groups(rows)
        heads = self.head.check([group[0] for group in groups], lock=lock)
        findings: list[FamilyFinding] = []
        for group, head in zip(groups, heads, strict=True):
            for number, cells in group:
                first = number == head.number
                findings.append(FamilyFinding(number, cells, head=head, is_first=first))
        self._check_parts(findings, lock=lock)
        for finding in findings:
            _unite(finding)
        self.settle_together(findings)
        return findings

    def _check_parts(self, findings: list[FamilyFinding], *, lock: bool) -> None:
        known = [f for f in findings if f.head is not None and f.head.verdict not in _REFUSED]
        for part in self.parts:
            places: dict[int, int] = {}
            part.parents = {}
            concerned = [f for f in known if part.has_any(f.cells)]
            for finding in concerned:
                head: Any = finding.head
                places[head.number] = places.get(head.number, 0) + 1
                part.parents[finding.number] = (head.record, head.number, places[head.number])
            rows = [(f.number, list(f.cells)) for f in concerned]
            checked = part.check(rows, lock=lock)
            for finding, found in zip(concerned, checked, strict=True):
                finding.parts.append((part, found))

    def settle_together(self, findings: Sequence[Finding]) -> None:
        """Refuse every row of a record of which one is refused: no paper enters with gaps."""
        families: dict[int, list[FamilyFinding]] = {}
        for finding in findings:
            if isinstance(finding, FamilyFinding) and finding.head is not None:
                families.setdefault(finding.head.number, []).append(finding)
        for family in families.values():
            bad = next((f for f in family if f.verdict in _REFUSED), None)
            if bad is None:
                hold_together(family)
                continue
            for finding in family:
                if finding.verdict not in _REFUSED:
                    finding.refuse(
                        _("Row %(row)s of the same record is refused.") % {"row": bad.number},
                        hint=_("Both are taken once that one is right."),
                    )


def _unite(finding: FamilyFinding) -> None:
    """Make one verdict of what the row says about its record and about what is below."""
    head: Any = finding.head
    own = [head] if finding.is_first or head.verdict in _REFUSED else []
    pieces = [*own, *(found for _part, found in finding.parts)]
    finding.differences += [each for piece in own for each in piece.differences]
    for part, found in finding.parts:
        # by the name among the columns of the file: fields below may be called as those above
        name = part.below.name_of
        finding.differences += [{**d, "field": name(d["field"])} for d in found.differences]
    for piece in pieces:
        finding.marks += piece.marks
        if finding.is_first or piece is not head:
            finding.reasons += piece.reasons
    verdicts = {piece.verdict for piece in pieces}
    refused = next((v for v in (Verdict.DOUBLED, Verdict.REFUSED) if v in verdicts), None)
    if refused is not None and finding.reasons:
        finding.verdict = refused
    elif refused is None:
        new_first = head.verdict == Verdict.NEW and finding.is_first
        below = {found.verdict for _part, found in finding.parts}
        if new_first or Verdict.NEW in below:
            finding.verdict = Verdict.NEW
        else:
            changed = Verdict.CHANGED in verdicts
            finding.verdict = Verdict.CHANGED if changed else Verdict.UNCHANGED
