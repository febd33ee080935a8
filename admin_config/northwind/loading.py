"""Bring sheets in through the import that staff use: staged, checked row by row, written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from admin_config.engine.registry import registry
from admin_config.engine.transfer.commit import start_commit
from admin_config.engine.transfer.run import start_check, take_file
from admin_config.engine.transfer.writers import stream_csv
from admin_config.models import NOT_TAKEN, ImportRun
from admin_config.northwind.sheets import Sheet, sheets_of
from admin_config.northwind.source import Source
from erp.company.models import Currency
from erp.company.queries.company import our_company
from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal

#: Yuan to the dollar in the years of the files (1996 to 1998).
_YUAN = Decimal("8.3")


@dataclass(frozen=True)
class Refused:
    """A row that was not taken: its number in the sheet, its cells by header, and why."""

    number: int
    cells: dict[str, str]
    why: str


@dataclass(frozen=True)
class Loaded:
    """What became of the rows of one sheet; the four add up to the rows that were read."""

    name: str
    read: int
    created: int
    changed: int
    unchanged: int
    refused: int
    refusals: tuple[Refused, ...] = ()


def rate_of_the_time(stated: Decimal | None) -> Decimal:
    """Return what a dollar is worth in the base currency on the papers of the files."""
    company = our_company()
    if company is None:
        raise Refusal(_("Set the company up first."))
    if stated is not None:
        return stated
    code = company.base_currency.code
    if code == "USD":
        return Decimal(1)
    if code == "CNY":
        return _YUAN
    raise Refusal(
        _("Say with --rate what a dollar of 1996 is worth in %(currency)s.") % {"currency": code}
    )


def load(source: Source, *, by: Actor, rate: Decimal | None = None) -> Iterator[Loaded]:
    """Load every file, each sheet as an import of its own; what is there already is unchanged."""
    worth = rate_of_the_time(rate)
    if not Currency.objects.filter(code="USD").exists():
        raise Refusal(_("The currency USD is missing."))
    for sheet in sheets_of(source, rate=worth):
        yield load_sheet(sheet, by=by)


def load_sheet(sheet: Sheet, *, by: Actor) -> Loaded:
    """Import one sheet in the name of a person, from upload to report, without waiting for jobs."""
    screen = registry.find(sheet.screen)
    if screen is None:
        raise Refusal(_("There is no screen %(name)s.") % {"name": sheet.screen})
    content = b"".join(stream_csv(list(sheet.headers), iter(sheet.rows)))
    run = take_file(screen, SimpleUploadedFile(f"northwind-{sheet.name}.csv", content), by=by)
    run.mapping = {str(place): name for place, name in enumerate(sheet.headers)}
    run.options = {
        **run.options,
        "mode": "both",
        "dates": "",
        "numbers": "point",
        "alike": "create",
    }
    run.save()
    start_check(run, wait=True)
    run = start_commit(ImportRun.objects.get(pk=run.pk), wait=True)
    run.refresh_from_db()
    counts = run.counts
    return Loaded(
        sheet.name,
        read=run.total,
        created=counts["created"],
        changed=counts["updated"],
        unchanged=counts["same"],
        refused=counts["not_taken"],
        refusals=_refusals(run, sheet.headers),
    )


def _refusals(run: ImportRun, headers: tuple[str, ...]) -> tuple[Refused, ...]:
    rows = run.rows.filter(verdict__in=NOT_TAKEN).order_by("number")
    return tuple(
        Refused(
            row.number,
            {name: str(c) for name, c in zip(headers, row.data, strict=False) if c},
            "; ".join(row.reason_texts()),
        )
        for row in rows
    )
