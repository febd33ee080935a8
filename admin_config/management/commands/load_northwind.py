"""Bring in the Northwind files through the import that staff use, and report every row."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from admin_config.northwind.loading import Loaded, load
from admin_config.northwind.source import Source
from erp.foundation.actor import Actor
from erp.staff.models import User

_FOLDER = settings.BASE_DIR / "fixtures" / "northwind"


class Command(BaseCommand):
    """Load suppliers, customers, goods and 830 orders; running it again changes nothing."""

    help = "Load the Northwind files as real input, through the import that staff use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take in whose name it happens, the rate, the folder and where the report goes."""
        parser.add_argument("--by", help="username of who imports; else the first System person")
        parser.add_argument("--rate", type=Decimal, help="what a dollar of 1996 is worth")
        parser.add_argument("--folder", type=Path, default=_FOLDER)
        parser.add_argument("--report", type=Path, help="write the report into this file as well")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load sheet by sheet, print the report, write it where asked."""
        source = Source(options["folder"])
        by = Actor.person(_person(options["by"]))
        try:
            loaded = list(load(source, by=by, rate=options["rate"]))
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        report = "\n".join(report_of(loaded, source))
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


def report_of(loaded: list[Loaded], source: Source) -> Iterator[str]:
    """Yield the report: each sheet's rows, what was refused and why, values without a place."""
    yield f"{'sheet':<12}{'read':>7}{'created':>9}{'changed':>9}{'unchanged':>11}{'refused':>9}"
    for one in loaded:
        yield (
            f"{one.name:<12}{one.read:>7}{one.created:>9}{one.changed:>9}"
            f"{one.unchanged:>11}{one.refused:>9}"
        )
    refusals = [(one.name, *refusal) for one in loaded for refusal in one.refusals]
    if refusals:
        yield "\nRefused:"
        for name, number, cells, why in refusals:
            yield f"  {name}, row {number} ({cells}): {why}"
    yield "\nValues that have no place in the house yet:"
    for file, column, reason, count in source.homeless():
        yield f"  {file}.{column}: {count} ({reason})"
