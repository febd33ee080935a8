"""Printing a quotation of ten lines in Chinese, alone and in bulk, beside WeasyPrint."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from decimal import Decimal
from html import escape
from typing import Any

from tests.benchmarks.database import create_if_missing
from tests.benchmarks.measure import prepare
from tests.benchmarks.timing import median_ms

#: Most milliseconds of a paper and of the button's answer, fewest papers a second on two cores.
PAPER_MS, ANSWER_MS, BULK = 12, 60, 150
_LINES, _PAPERS, _ROUNDS = 10, 60, 5
_CORES = 2


def fill() -> None:
    """Make the papers, unless an earlier run did."""
    from erp.company.models import Company
    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation
    from erp.foundation.services.bulk import create_records
    from erp.sales.models import Quotation, QuotationLine
    from tests.factories.catalog import SkuFactory, UnitFactory
    from tests.factories.company import CompanyFactory, TaxRateFactory
    from tests.factories.parties import CustomerFactory
    from tests.factories.sales import QuotationFactory

    if Quotation.objects.filter(external_number="bench").count() == _PAPERS:
        return
    with operation(OperationKind.COMMAND, by=SYSTEM):
        if not Company.objects.exists():
            CompanyFactory(
                name="Abacus Trading Co., Ltd.",
                name_zh="算盘贸易有限公司",
                address="上海市浦东新区世纪大道100号",
                phone="+86 21 5555 0000",
            )
        customer = CustomerFactory(name="苏州精密机械制造有限公司")
        unit, rate = UnitFactory(name="piece", name_zh="个"), TaxRateFactory()
        skus = [
            SkuFactory(name=f"Deep groove ball bearing {n}", name_zh=f"深沟球轴承 {n}型 高精度")
            for n in range(_LINES)
        ]
        for number in range(_PAPERS):
            paper = QuotationFactory(
                external_number="bench",
                customer=customer,
                language="zh-hans",
                remarks=f"请于收货后七日内验收。第{number}批。",
                terms="款到发货；质保十二个月。",
            )
            create_records(
                [
                    QuotationLine(
                        quotation=paper,
                        position=place + 1,
                        wording=f"客户型号 6205-{number}-{place}",
                        sku=sku,
                        unit=unit,
                        quantity=Decimal(place + 1),
                        unit_price=Decimal(10 + number),
                        tax_rate=rate,
                    )
                    for place, sku in enumerate(skus)
                ]
            )


def one_paper() -> tuple[Any, Any]:
    """Return how a paper is printed, read from the database anew each time, and its texts."""
    from admin_config.engine.printing.issuing import Wish, draw
    from admin_config.engine.printing.reading import ready_to_print, sheet_of
    from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
    from erp.foundation.actor import SYSTEM
    from erp.sales.models import Quotation

    key = Quotation.objects.filter(external_number="bench").values_list("pk", flat=True)[0]
    wish = Wish(QUOTATION_LAYOUT)

    def paper() -> Any:
        return ready_to_print(QUOTATION_LAYOUT, Quotation.objects.filter(pk=key)).get()

    return lambda: draw(paper(), wish, by=SYSTEM), sheet_of(QUOTATION_LAYOUT, paper(), by=SYSTEM)


def answer_ms() -> float:
    """Return the milliseconds of the button: the whole request, the file kept, the act logged."""
    from django.test import Client

    from erp.sales.models import Quotation
    from tests.cast import make_person

    client = Client()
    client.force_login(make_person("manager"))
    key = Quotation.objects.filter(external_number="bench").values_list("pk", flat=True)[0]
    address = f"/sales/quotation/{key}/print/"

    def press() -> None:
        answer = client.post(address, {"language": ""})
        if answer["Content-Type"] != "application/pdf":
            message = f"no paper but {answer.status_code}"
            raise RuntimeError(message)

    return median_ms(press, times=20)


def peer_ms(sheet: Any) -> float:
    """Return the milliseconds of a page with the same texts by WeasyPrint."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from admin_config.engine.printing import fonts

    faces = "".join(
        f"@font-face {{ font-family: Noto; font-weight: {weight}; "
        f"src: url(file://{fonts._FOLDER}/{name}.ttf) }}"
        for name, weight in ((fonts.NAME, 400), (fonts.BOLD, 700))
    )
    known = FontConfiguration()
    look = CSS(
        string=f"{faces} @page {{ size: A4; margin: 15mm }} body {{ font: 8.5pt Noto }} "
        "table { width: 100%; border-collapse: collapse } td, th { border-bottom: 1px solid #ccc }",
        font_config=known,
    )
    page = html_of(sheet)

    def write() -> None:
        HTML(string=page).write_pdf(stylesheets=[look], font_config=known)

    return median_ms(write, times=5, warm=1)


def html_of(sheet: Any) -> str:
    """Return what a paper says as a page of HTML."""

    def row(cells: Any, tag: str = "td") -> str:
        told = ("<br>".join(map(escape, cell)) for cell in cells)
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in told)}</tr>"

    facts = "".join(row(((fact.label,), (fact.value,))) for fact in sheet.facts)
    lines = "".join(row(line.cells) for line in sheet.rows)
    totals = "".join(row(((total.label,), (total.value,))) for total in sheet.totals)
    texts = "".join(f"<h4>{escape(t.label)}</h4><p>{escape(t.value)}</p>" for t in sheet.texts)
    heads = row([column.label.split("\n") for column in sheet.columns], "th")
    names = "<br>".join(map(escape, (*sheet.head.names, *sheet.head.details, *sheet.addressee)))
    return (
        f"<h1>{escape(sheet.title)} {escape(sheet.number)}</h1><p>{names}</p><table>{facts}</table>"
        f"<table><thead>{heads}</thead>{lines}</table><table>{totals}</table>{texts}"
    )


def bulk() -> dict[str, float]:
    """Print many papers in this process, in chunks as a job does: how many a second, what grew."""
    import psutil

    from admin_config.engine.printing.issuing import Wish, draw
    from admin_config.engine.printing.reading import ready_to_print
    from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
    from erp.foundation.actor import SYSTEM
    from erp.sales.models import Quotation

    papers = Quotation.objects.filter(external_number="bench")
    wish, process = Wish(QUOTATION_LAYOUT), psutil.Process()

    def chunk() -> int:
        ready = ready_to_print(QUOTATION_LAYOUT, papers)
        return len([len(draw(paper, wish, by=SYSTEM).data) for paper in ready])

    chunk()
    before, start = process.memory_info().rss, time.perf_counter()
    done = sum(chunk() for _round in range(_ROUNDS))
    taken = time.perf_counter() - start
    grown = (process.memory_info().rss - before) / 1e6
    return {"papers a second": done / taken, "grown MB": grown}


def bulk_on_two_cores() -> dict[str, float]:
    """Return how many papers a second two processes print together, and how far either grew."""
    command = [sys.executable, "-m", "tests.benchmarks.printing", "bulk"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _core in range(_CORES)]
    found = [json.loads(process.communicate()[0]) for process in running]
    return {
        "papers a second": sum(each["papers a second"] for each in found),
        "grown MB": max(each["grown MB"] for each in found),
    }


def main() -> None:
    """Make the tables, measure, print."""
    prepare("printing")
    if sys.argv[1:] == ["bulk"]:
        json.dump(bulk(), sys.stdout)
        return
    create_if_missing()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    fill()
    paper, sheet = one_paper()
    ours = median_ms(paper, times=60, warm=10)
    peer = peer_ms(sheet)
    many = bulk_on_two_cores()
    figures = {
        f"10-line quotation as PDF, ms (at most {PAPER_MS})": ours,
        "the same texts by WeasyPrint, ms": peer,
        "WeasyPrint takes so many times as long": peer / ours,
        f"the button's answer, ms (at most {ANSWER_MS})": answer_ms(),
        f"papers a second in bulk (at least {BULK})": many["papers a second"],
        "memory grown over 300 papers, MB": many["grown MB"],
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
