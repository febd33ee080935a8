"""Sales that come in while pages are measured: small transactions from a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.measure import prepare

#: Seconds between two transactions, and sales in each.
PAUSE = 0.02
SALES = 5
#: Codes of what is inserted begin so, so that it can be taken out again.
MARK = "NEW-"


@contextmanager
def rows_being_inserted(rows: int) -> Iterator[None]:
    """Let another process insert sales into the table of this size; afterwards they are gone."""
    from tests.benchmarks.market.models import Sale

    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.inserting", str(rows)], stdout=subprocess.PIPE
    )
    try:
        if writer.stdout is None or not writer.stdout.readline():
            message = "nobody inserts"
            raise RuntimeError(message)
        yield
        if writer.poll() is not None:
            message = "the process that inserts has ended"
            raise RuntimeError(message)
    finally:
        writer.terminate()
        writer.wait(20)
        Sale.objects.filter(code__startswith=MARK)._raw_delete("default")


def insert_for_ever() -> None:
    """Insert five sales every twentieth of a second, each time as one transaction."""
    from django.db import transaction

    from erp.staff.models import User
    from tests.benchmarks.market.models import Sale

    everybody = User.objects.get(username="all")
    sample = Sale.objects.order_by("-pk").first()
    if sample is None:
        message = "there are no sales to follow"
        raise RuntimeError(message)
    number = 0
    while True:
        fresh = []
        for _sale in range(SALES):
            number += 1
            fresh.append(
                Sale(
                    code=f"{MARK}{time.time_ns()}-{number}",
                    wording=sample.wording,
                    good_id=sample.good_id,
                    owner=everybody,
                    state=sample.state,
                    quantity=1,
                    price=1,
                    sold_on=sample.sold_on,
                )
            )
        with transaction.atomic():
            Sale._base_manager.all()._insert(
                fresh, [f for f in Sale._meta.concrete_fields if not f.primary_key], using="default"
            )
        if number == SALES:
            print("inserting", flush=True)
        time.sleep(PAUSE)


if __name__ == "__main__":
    prepare(int(sys.argv[1]))
    insert_for_ever()
