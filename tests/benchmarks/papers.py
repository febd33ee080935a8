"""Copying a paper and taking edits back, through the services, on a MariaDB of their own."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from tests.benchmarks.database import create_if_missing
from tests.benchmarks.measure import prepare
from tests.benchmarks.timing import median_ms

#: The same copy by Tryton, measured on two cores.
TRYTON_COPY_MS = 55
_LINES = 10
_RECORDS = 2000


def a_paper() -> Any:
    """Return a quotation of ten lines, made by the first run."""
    from erp.sales.models import Quotation
    from tests.factories.sales import QuotationFactory, QuotationLineFactory

    paper = Quotation.objects.filter(external_number="bench").first()
    if paper is None:
        paper = QuotationFactory(external_number="bench")
        for _number in range(_LINES):
            QuotationLineFactory(quotation=paper)
    return Quotation.objects.get(pk=paper.pk)


def copy_ms() -> float:
    """Return the milliseconds of copying the paper, from reading it to the commit."""
    from admin_config.engine.copying.copier import copy_record
    from admin_config.screens.sales.quotation import SCREEN
    from erp.foundation.actor import Actor
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import run
    from erp.sales.models import Quotation
    from tests.cast import make_person

    key, by = a_paper().pk, Actor.person(make_person("manager"))

    def copy() -> None:
        paper = Quotation.objects.get(pk=key)
        run(lambda _running: copy_record(paper, SCREEN.copy, by=by), OperationKind.COPY, by=by)  # type: ignore[arg-type]

    return median_ms(copy, times=100, warm=10)


def undone_a_second() -> float:
    """Return how many of many edited records are taken back in a second."""
    from erp.catalog.models import Brand
    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation
    from erp.foundation.services.bulk import create_records, save_records
    from erp.foundation.services.undo import undo_operation

    with operation(OperationKind.COMMAND, by=SYSTEM):
        rows = [Brand(name=f"bench {time.time()} {n}") for n in range(_RECORDS)]
        create_records(rows)
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        rows = list(Brand.objects.filter(pk__in=[row.pk for row in rows]))
        for row in rows:
            row.name = f"{row.name} x"
        save_records(rows)
    start = time.perf_counter()
    done = undo_operation(running.row, by=SYSTEM)
    taken = time.perf_counter() - start
    if done.records != _RECORDS:
        message = f"{done.records} records went back"
        raise RuntimeError(message)
    return _RECORDS / taken


def main() -> None:
    """Make the tables, measure, print."""
    prepare("papers")
    create_if_missing()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    figures = {
        "copy of a 10-line quotation": copy_ms(),
        "records taken back a second": undone_a_second(),
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
