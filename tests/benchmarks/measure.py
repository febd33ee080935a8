"""Measure one size of table in a process of its own and print the figures as JSON."""

from __future__ import annotations

import json
import os
import sys
import tempfile

from tests.benchmarks.database import create_if_missing, database_url


def prepare(rows: int | str) -> None:
    """Point the project at the database of this size or name and set Django up."""
    os.environ["DATABASE_URL"] = database_url(rows)
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="bench"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    import django

    django.setup()


def fill(rows: int) -> None:
    """Make tables and rows, unless they are there from an earlier run."""
    from django.core.management import call_command

    from erp.foundation.search import reindex
    from erp.staff.models import User
    from tests.benchmarks.market import load
    from tests.benchmarks.market.models import Good, Sale

    create_if_missing()
    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not User.objects.exists():
        load.load_people()
        load.load_goods()
        reindex(Good)
    if Sale.objects.count() != rows:
        everybody, owner = (User.objects.get(username=name) for name in ("all", "own"))
        Sale.objects.all()._raw_delete("default")
        load.load_sales(rows, everybody, owner)
        reindex(Sale)


def main() -> None:
    """Fill, measure, print."""
    rows = int(sys.argv[1])
    prepare(rows)
    fill(rows)
    from erp.staff.models import User
    from tests.benchmarks import clients, lists

    everybody, owner = (User.objects.get(username=name) for name in ("all", "own"))
    figures = lists.measure(everybody, owner, rows)
    figures["pages a second, 8 clients"] = clients.pages_a_second(everybody)
    json.dump(figures, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
