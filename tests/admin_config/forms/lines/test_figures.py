"""The script's figures are the server's, digit by digit."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from erp.company.rules.amounts import TaxedAmount, line_amount, paper_totals

SCRIPT = Path(settings.BASE_DIR) / "admin_config/engine/static/console/lines/figures.js"
RUN = """
const fs = require("fs");
eval(fs.readFileSync(process.argv[1], "utf8"));
const { paper, show } = globalThis.house.figures;
const cases = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(({rows, ...options}) => {
  const found = paper(rows, options);
  const read = (units) => show(units, options.digits, false);
  return [found.amounts.map(read), read(found.goods), read(found.tax), read(found.total)];
})));
"""


def a_case(chance: random.Random) -> dict[str, Any]:
    """Return a paper as typed: amounts on the edge of a half among others."""
    rows = [
        {
            "quantity": chance.choice(["1", "3", "0.5", "12.3456", "9999999", "２"]),
            "price": chance.choice(
                ["0.005", "1.005", "2.675", "19.99", "0", "123456.7891", "1,234.5"]
            ),
            "discount": chance.choice(["", "0", "5", "12.5", "33.33", "100"]),
            "percent": chance.choice(["", "13.00", "9", "6", "0"]),
        }
        for _row in range(chance.randint(0, 12))
    ]
    return {
        "rows": rows,
        "kind": chance.choice(["on_top", "included", "none"]),
        "digits": chance.choice([0, 2]),
        "added": [chance.choice(["0", "12.34", "-5.55", ""])],
    }


def plain(text: str) -> Decimal:
    """Return a typed number as the server's form reads it."""
    return Decimal(text.replace(",", "").replace("２", "2") or 0)


def by_the_server(case: dict[str, Any]) -> list[Any]:
    """Return what the server's rule works out."""
    digits = case["digits"]
    amounts = [
        line_amount(plain(r["quantity"]), plain(r["price"]), plain(r["discount"]), digits=digits)
        for r in case["rows"]
    ]
    lines = [
        TaxedAmount(amount, plain(row["percent"]))
        for amount, row in zip(amounts, case["rows"], strict=True)
    ]
    added = plain(case["added"][0])
    if digits == 0:
        added = Decimal(0)
    totals = paper_totals(
        lines,
        shipping=added,
        adjustment=Decimal(0),
        kind=case["kind"],
        digits=digits,
        rate=Decimal(1),
        base_digits=2,
    )
    read = [f"{amount:.{digits}f}" for amount in amounts]
    return [read, *(f"{n:.{digits}f}" for n in (totals.goods, totals.tax, totals.total))]


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")
def test_script_and_server_agree_on_every_digit() -> None:
    chance = random.Random(20260101)  # noqa: S311 - cases, not secrets
    cases = [a_case(chance) for _number in range(400)]
    for case in cases:
        if case["digits"] == 0:
            case["added"] = ["0"]
    done = subprocess.run(  # noqa: S603 - our own script
        ["node", "-e", RUN, str(SCRIPT)],  # noqa: S607 - the one installed
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [by_the_server(case) for case in cases]
