"""Tells what was found in lines that a person reads before saying yes."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.inference.findings import Inference, TableFinding
from admin_config.generator.inference.measuring import Score

_PASSED = 0.95


def told(inference: Inference) -> Iterator[str]:
    """Yield, table by table, every relation and its evidence, then what is left out or changed."""
    yield f"Found in {len(inference.tables)} tables:"
    for table in inference.tables:
        yield from _table(table)
    if inference.reports:
        yield "To know:"
        yield from (f"  {report}" for report in inference.reports)


def _table(found: TableFinding) -> Iterator[str]:
    label = f" “{found.label}”" if found.label else ""
    what = ", joins two" if found.joins else ""
    what = f", lines of {found.head.to}" if found.head else what
    yield f"  {found.table.name}{label}{what}"
    for relation in found.relations:
        columns = "+".join(relation.columns)
        yield f"    {columns:<28} → {relation.to} ({relation.sure:.0%}: {relation.why})"
    for column in found.columns:
        if column.choices:
            values = ", ".join(f"{value} {title}".strip() for value, title in column.choices)
            yield f"    {column.column:<28} {column.kind.value} from {column.why}: {values}"


def told_scores(scores: tuple[Score, ...]) -> Iterator[str]:
    """Yield each score on a line, then what was missed and what was invented."""
    for score in scores:
        passed = "" if min(score.recall, score.precision) >= _PASSED else "  below 95 %"
        yield (
            f"{score.what:<10} {score.right:>5} right   recall {score.recall:7.1%}   "
            f"precision {score.precision:7.1%}{passed}"
        )
        yield from (f"  missed {each}" for each in score.missed)
        yield from (f"  invented {each}" for each in score.invented)
