"""Bring in the Northwind files through the import that staff use, and report every row."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from admin_config.northwind.loading import Loaded, load
from admin_config.northwind.source import LeftOver, Source
from erp.foundation.actor import Actor
from erp.staff.models import User

_FOLDER = settings.BASE_DIR / "fixtures" / "northwind"
#: Where the values stand that the house did not take, unless another file is named.
LEFT_OVER = "northwind-left-over.csv"
_HEADERS = ("file", "key", "column", "value", "reason")


class Command(BaseCommand):
    """Load suppliers, customers, goods and 830 orders; running it again changes nothing."""

    help = "Load the Northwind files as real input, through the import that staff use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take in whose name it happens, the rate, the folder and where the report goes."""
        parser.add_argument("--by", help="username of who imports; else the first System person")
        parser.add_argument("--rate", type=Decimal, help="what a dollar of 1996 is worth")
        parser.add_argument("--folder", type=Path, default=_FOLDER)
        parser.add_argument("--report", type=Path, help="write the report into this file as well")
        parser.add_argument(
            "--left-over",
            type=Path,
            help=f"where the values go that were not taken; else {LEFT_OVER} in DATA_DIR",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load sheet by sheet, print the report, write it where asked."""
        source = Source(options["folder"])
        by = Actor.person(_person(options["by"]))
        try:
            loaded = list(load(source, by=by, rate=options["rate"]))
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        homeless = list(source.homeless())
        file = options["left_over"] or settings.DATA_DIR / LEFT_OVER
        write_left_over([*refused_values(loaded), *homeless], file)
        report = "\n".join(report_of(loaded, homeless, file))
        self.stdout.write(report)
        if options["report"] is not None:
            options["report"].write_text(report + "\n", encoding="utf-8")


def _person(username: str | None) -> User:
    accounts = User.objects.filter(is_active=True)
    named = {"username": username} if username else {"groups__code": "system"}
    person: User | None = accounts.filter(**named).order_by("pk").first()
    if person is None:
        raise CommandError("There is nobody to import it: name an active account with --by.")
    return person


def refused_values(loaded: Sequence[Loaded]) -> Iterator[LeftOver]:
    """Yield every cell of the rows that were refused."""
    for one in loaded:
        for row in one.refusals:
            for column, value in row.cells.items():
                yield LeftOver(one.name, f"row {row.number}", column, value, row.why)


def write_left_over(left: Sequence[LeftOver], file: Path) -> None:
    """Write the values that were not taken as a table, each with its row and the reason."""
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(_HEADERS)
        writer.writerows([getattr(value, name) for name in _HEADERS] for value in left)


def report_of(loaded: Sequence[Loaded], homeless: Sequence[LeftOver], file: Path) -> Iterator[str]:
    """Yield the report: each sheet's rows, what was refused and why, values without a place."""
    yield f"{'sheet':<12}{'read':>7}{'created':>9}{'changed':>9}{'unchanged':>11}{'refused':>9}"
    for one in loaded:
        yield (
            f"{one.name:<12}{one.read:>7}{one.created:>9}{one.changed:>9}"
            f"{one.unchanged:>11}{one.refused:>9}"
        )
    refusals = [(one.name, row) for one in loaded for row in one.refusals]
    if refusals:
        yield "\nRefused:"
        for name, row in refusals:
            yield f"  {name}, row {row.number} ({', '.join(row.cells.values())}): {row.why}"
    yield "\nValues that have no place in the house yet:"
    counts = Counter((value.file, value.column, value.reason) for value in homeless)
    for (name, column, reason), count in counts.items():
        yield f"  {name}.{column}: {count} ({reason})"
    yield f"\nEach of these values, and each cell of the refused rows: {file}"
