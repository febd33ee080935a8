"""What became of each record: a page of it, grouped by reason, and as a file."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.bulk.run import actor_of_run, screen_of
from admin_config.engine.registry import registry
from admin_config.engine.transfer.columns import Column
from admin_config.engine.transfer.seen_today import is_guarded, seen_today, still_seen
from admin_config.engine.transfer.sheet_writers import write_xlsx
from admin_config.engine.transfer.values import defuse
from admin_config.engine.transfer.writers import stream_csv
from admin_config.models import BulkOutcome, BulkRow, BulkRun, BulkState
from erp.foundation.actor import Actor
from erp.foundation.rights import Reach, may, reach
from erp.foundation.time_limit import TookTooLong, time_limit

_PER_PAGE = 50
#: Reasons that are told by themselves; the others stand at their records.
_REASONS = 12
_KINDS = 12
_SECONDS = 3.0
_UNCOUNTED = 20_000


def reasons_counted(run: BulkRun) -> list[tuple[str, int]]:
    """Return why records are refused, the most frequent reason first."""
    found: Counter[str] = Counter()
    refused = run.rows.filter(outcome=BulkOutcome.REFUSED).values_list("reasons", flat=True)
    for reasons in refused.iterator(chunk_size=2_000):
        found.update({_line(reason) for reason in reasons})
    return found.most_common(_REASONS)


def _line(reason: dict[str, Any]) -> str:
    column = f"{reason['column']}: " if reason.get("column") else ""
    return f"{column}{reason['message']}"


def users_of(run: BulkRun) -> list[tuple[str, int]]:
    """Return what uses the records that would change, by kind and count, as far as it is known.

    Only kinds that the person may look up count, and what takes too long to count is left out.
    """
    model = screen_of(run).model
    keys = list(run.rows.filter(outcome=BulkOutcome.READY).values_list("record_pk", flat=True))
    if len(keys) > _UNCOUNTED:
        return []
    chosen = BulkRow.objects.filter(run=run, outcome=BulkOutcome.READY).values("record_pk")
    actor = actor_of_run(run)
    found: Counter[Any] = Counter()
    try:
        with time_limit(_SECONDS):
            for relation in model._meta.related_objects:
                kind: Any = relation.related_model
                if registry.for_model(kind) is None or not may(actor, "view", kind):
                    continue
                rows = kind._base_manager.filter(**{f"{relation.field.name}__in": chosen})
                found[kind] += rows.distinct().count() if relation.many_to_many else rows.count()
    except TookTooLong:
        return []
    return [
        (capfirst(str(kind._meta.verbose_name_plural)), count)
        for kind, count in found.most_common(_KINDS)
        if count
    ]


def rows_context(run: BulkRun, request: HttpRequest) -> dict[str, Any]:
    """Return a page of the chosen outcome's rows, and the tabs with counts."""
    chosen = request.GET.get("outcome", "")
    rows = run.rows.order_by("number")
    if chosen in BulkOutcome.values:
        rows = rows.filter(outcome=chosen)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("p"))
    seen = seen_today(screen_of(run), actor_of(request))
    shown = list(page)
    for row in shown:
        row.differences = still_seen(row.differences, seen)
    tabs = [("", _("All"), run.total)]
    tabs += [(v, str(label), run.count(v)) for v, label in BulkOutcome.choices if run.count(v)]
    return {"rows": shown, "page": page, "tabs": tabs, "chosen": chosen}


def fields_in_file(run: BulkRun, actor: Actor, *, exports: bool) -> dict[str, Column]:
    """Return the fields of which the file of outcomes tells what they were and became.

    Those that one may see today; guarded ones, such as costs, for those alone who may export all
    records of the kind. Everybody else gets the outcome of each record and why it was refused.
    """
    screen = screen_of(run)
    whole = exports and reach(actor, "export", screen.model) == Reach.ALL
    touched: set[str] = set()
    for differences in run.rows.values_list("differences", flat=True).iterator(chunk_size=1_000):
        touched.update(each.get("field", "") for each in differences)
    seen = seen_today(screen, actor)
    return {
        name: column
        for name, column in seen.items()
        if name in touched and (whole or not is_guarded(column))
    }


def outcome_rows(run: BulkRun, names: Collection[str]) -> Iterator[list[Any]]:
    """Yield one row for each record: key, name, outcome, what differs in these fields, why not."""
    for row in run.rows.order_by("number").iterator(chunk_size=1_000):
        told = still_seen(row.differences, names)
        differs = "; ".join(f"{d['label']}: {d['old']} → {d['new']}" for d in told)
        reasons = "; ".join(_line(reason) for reason in row.reasons)
        name, label = defuse(row.name), str(row.get_outcome_display())
        yield [row.record_pk, name, label, defuse(differs), defuse(reasons)]


def outcome_file(run: BulkRun, kind: str, names: Collection[str]) -> bytes:
    """Return what became of each record as a file, with differences of these fields."""
    headers = ["ID", _("Record"), _("Outcome"), _("What differs"), _("Reasons")]
    if kind == "csv":
        return b"".join(stream_csv(headers, outcome_rows(run, names)))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write_xlsx(Path(file.name), headers, outcome_rows(run, names))
        return Path(file.name).read_bytes()


def is_over(run: BulkRun) -> bool:
    """Tell whether every record has its outcome."""
    return run.state == BulkState.DONE
