"""Opening and saving a quotation of 300 lines through its form, on a MariaDB of their own."""

from __future__ import annotations

import html
import json
import re
import statistics
import sys
import time
from decimal import Decimal
from typing import Any

from tests.benchmarks.database import create_if_missing
from tests.benchmarks.measure import prepare
from tests.benchmarks.timing import median_ms

LINES = 300
_GRID = "lines-lines"


def a_long_paper() -> Any:
    """Return a quotation of 300 lines, made by the first run."""
    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation
    from erp.foundation.services.bulk import create_records
    from erp.sales.models import Quotation, QuotationLine
    from tests.factories.catalog import SkuFactory
    from tests.factories.sales import QuotationFactory

    paper = Quotation.objects.filter(external_number="bench long").first()
    if paper is None:
        with operation(OperationKind.COMMAND, by=SYSTEM):
            skus = [SkuFactory() for _number in range(30)]
            paper = QuotationFactory(external_number="bench long")
            create_records(
                [
                    QuotationLine(
                        quotation=paper,
                        position=number + 1,
                        wording=f"Deep groove ball bearing {number}",
                        sku=skus[number % len(skus)],
                        quantity=Decimal(number + 1),
                        unit_price=Decimal(10),
                        lead_time="2 weeks",
                    )
                    for number in range(LINES)
                ]
            )
    return paper


def values_of(page: str) -> dict[str, str]:
    """Return what the page's form sends: inputs, chosen options and texts."""
    values = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        name = re.search(r'\bname="([^"]+)"', tag)
        value = re.search(r'\bvalue="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            values[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(
        r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', options)
        values[name] = html.unescape(chosen[1]) if chosen else ""
    for name, text in re.findall(
        r'<textarea\b[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL
    ):
        values[name] = html.unescape(text).removeprefix("\n")
    return values


def saves_ms(client: Any, address: str, rows: int, times: int = 9) -> float:
    """Return the median milliseconds of a save in which so many rows changed."""
    taken = []
    for turn in range(times):
        values = values_of(client.get(address).content.decode())
        state = json.loads(values[_GRID])
        for row in state["rows"]:
            row.pop("s", None)
        for row in state["rows"][:rows]:
            row["c"]["quantity"] = str(1 + (int(float(row["c"]["quantity"])) + turn) % 900)
        values[_GRID] = json.dumps(state)
        start = time.perf_counter()
        answer = client.post(address, values)
        taken.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 302:
            wrong = re.findall(
                r"ch-note ch-bad[^>]*>([^<]*)|errorlist[^>]*>(.*?)</ul", answer.content.decode()
            )
            message = f"not saved: {answer.status_code} {wrong[:5]}"
            raise RuntimeError(message)
    return statistics.median(taken[1:])


def main() -> None:
    """Make the tables, measure, print."""
    prepare("long_papers")
    create_if_missing()
    from django.core.management import call_command
    from django.test import Client

    from tests.cast import make_person

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    paper = a_long_paper()
    client = Client()
    client.force_login(make_person("manager"))
    address = f"/sales/quotation/{paper.pk}/change/"
    figures = {
        "300-line quotation opens, ms": median_ms(lambda: client.get(address)),
        "its page, kB": len(client.get(address).content) / 1000,
        "300-line quotation saves, 1 changed": saves_ms(client, address, 1),
        "300-line quotation saves, all changed": saves_ms(client, address, LINES),
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
