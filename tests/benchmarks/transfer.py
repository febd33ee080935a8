"""Files in and out: rows a second of check, commit and export on MariaDB, and the memory they take.

A file of skus with twelve columns, of which three are relations: half of its rows change what is there, 5 % are
refused by rules. History, log and search rows are written as always.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.database import create_if_missing
from tests.benchmarks.measure import prepare

ROWS = 20_000
BRANDS, UNITS = 400, 5
HEAD = [
    "code",
    "name",
    "name_zh",
    "category",
    "brand",
    "model",
    "unit",
    "barcode",
    "list_price",
    "weight",
]
HEAD += ["minimum_stock", "launched_on"]
#: One row in twenty breaks a rule: a price below zero, an unknown brand, no name.
_WRONG = 20


def row_of(number: int, price: int) -> list[str]:
    """Return a sku as a file states it."""
    return [
        f"S-{number:07}", f"Deep groove bearing {number}", f"深沟球轴承 {number}",
        "bearings", f"Works {number % BRANDS}", f"M-{number}", f"unit {number % UNITS}", f"K{number:09}",
        str(price), f"{number % 900 / 1000}", str(number % 50), "2026-03-31",
    ]  # fmt: skip


def rows(amount: int) -> Iterator[list[str]]:
    """Yield the measured file: a changed row, a new one, and one in twenty that is wrong."""
    for place in range(amount):
        known = place % 2 == 0
        row = row_of(place // 2 if known else amount + place, 200 if known else 100)
        if place % _WRONG == _WRONG - 1:
            where, what = ((8, "-1"), (4, "nobody"), (1, ""))[place // _WRONG % 3]
            row[where] = what
        yield row


def write(path: Path, table: Iterator[list[str]]) -> Path:
    """Write a file of skus."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        writer.writerows(table)
    return path


def start(amount: int) -> Any:
    """Begin with an empty catalogue that holds brands, units and the skus to be changed."""
    from django.core.management import call_command

    from erp.catalog.models import Brand, Category, Unit
    from erp.staff.models import User
    from tests.cast import make_person

    create_if_missing()
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    person: User = make_person("system")
    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation

    with operation(OperationKind.COMMAND, by=SYSTEM):
        Category(code="bearings", name="Bearings").save()
        for number in range(BRANDS):
            Brand(name=f"Works {number}").save()
        for number in range(UNITS):
            Unit(name=f"unit {number}").save()
    with tempfile.TemporaryDirectory() as folder:
        known = (row_of(number, 100) for number in range(amount // 2))
        taken(write(Path(folder) / "known.csv", known), person)
    return person


def taken(path: Path, person: Any) -> dict[str, float]:
    """Import a file and return rows a second of each step, and of a second of this process."""
    from django.core.files.uploadedfile import UploadedFile

    from admin_config.engine.registry import registry
    from admin_config.engine.transfer.commit import start_commit
    from admin_config.engine.transfer.run import start_check, take_file
    from erp.foundation.actor import Actor

    screen: Any = registry.find("catalog.sku")
    with path.open("rb") as file:
        upload = UploadedFile(file=file, name=path.name, size=path.stat().st_size)
        run = take_file(screen, upload, by=Actor.person(person))
    checked = seconds(lambda: start_check(run, wait=True))
    committed = seconds(lambda: start_commit(run, wait=True))
    run.refresh_from_db()
    names = ("created", "updated", "same", "not_taken")
    if sum(run.counts[name] for name in names) != run.total:
        message = f"rows are missing: {run.counts}"
        raise RuntimeError(message)
    figures: dict[str, float] = {}
    for step, (passed, worked) in (("check", checked), ("commit", committed)):
        figures[f"{step} of a file, rows/s"] = run.total / passed
        figures[f"{step} of a file, rows/s of its own time"] = run.total / worked
    figures["refused, %"] = 100 * run.counts["not_taken"] / run.total
    return figures


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long it took, and how much of that this process was at work."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - worked


def exported(person: Any, kind: str) -> dict[str, float]:
    """Return rows a second of an export of every sku."""
    from admin_config.engine.registry import registry
    from admin_config.engine.transfer.export import Export
    from admin_config.engine.transfer.writers import FILES, STREAMS
    from erp.catalog.models import Sku
    from erp.foundation.actor import Actor

    screen: Any = registry.find("catalog.sku")
    export = Export(screen, Actor.person(person), HEAD)
    keys = export.keys(Sku.objects.order_by("pk"))

    def work() -> None:
        with tempfile.NamedTemporaryFile(suffix=f".{kind}") as file:
            if kind in FILES:
                FILES[kind](Path(file.name), export.headers, export.rows(keys))
            else:
                file.writelines(STREAMS[kind](export.headers, export.rows(keys)))

    passed, worked = seconds(work)
    name = f"export {kind}, rows/s"
    return {name: len(keys) / passed, f"{name} of its own time": len(keys) / worked}


def peak() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print the figures."""
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    prepare("transfer")
    person = start(amount)
    figures: dict[str, float] = {"worker before, MB": peak()}
    with tempfile.TemporaryDirectory() as folder:
        figures |= taken(write(Path(folder) / "skus.csv", rows(amount)), person)
    figures["worker after import, MB"] = peak()
    for kind in ("csv", "xlsx"):
        figures |= exported(person, kind)
    figures["worker after export, MB"] = peak()
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
