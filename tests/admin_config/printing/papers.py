"""Quotations to be printed, and layouts as later papers will declare them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from admin_config.engine.printing.reading import ready_to_print
from admin_config.engine.spec import (
    Addressee,
    Layout,
    PrintColumn,
    PrintLines,
    PrintTaxes,
    PrintTotal,
)
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.catalog.models import Product, Sku, Unit
from erp.catalog.queries.paper_taxes import taxes_by_rate
from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.services.bulk import create_records
from erp.sales.models import Quotation, QuotationLine
from tests.factories.catalog import SkuFactory, UnitFactory
from tests.factories.company import (
    CompanyFactory,
    CurrencyFactory,
    DeliveryWayFactory,
    PaymentTermsFactory,
    TaxRateFactory,
)
from tests.factories.parties import CustomerFactory
from tests.factories.sales import QuotationFactory, QuotationLineFactory
from tests.factories.staff import UserFactory

_HEAD = QUOTATION_LAYOUT.letterhead
_TO = Addressee(("customer__name", "contact__name", "customer__address"), label="To")
_GOODS = PrintColumn(
    "wording", otherwise="sku__name", below=("sku__code", "sku__name"), label="Goods", share=1
)
#: Papers of the chain and of the store, each by the words of the language alone.
ENQUIRY = Layout(
    "enquiry",
    Quotation,
    title="Enquiry",
    letterhead=_HEAD,
    addressee=_TO,
    facts=("issued_on", "valid_until"),
    lines=PrintLines(
        "lines",
        (
            PrintColumn("#"),
            _GOODS,
            PrintColumn("quantity"),
            PrintColumn("unit"),
            PrintColumn("", label="Your price", blank=26),
            PrintColumn("", label="Delivery time", blank=26),
        ),
    ),
    texts=("remarks",),
    signatures=("Offered by (signature and stamp)",),
    currency="",
)
CONFIRMATION = replace(
    QUOTATION_LAYOUT,
    name="confirmation",
    title="Order confirmation",
    lines=PrintLines(
        "lines",
        (
            PrintColumn("#"),
            _GOODS,
            PrintColumn("quantity"),
            PrintColumn("unit_price", money=True),
            PrintColumn("lead_time", label="Confirmed for"),
            PrintColumn("amount", money=True),
        ),
        carried="amount",
    ),
)
DELIVERY = Layout(
    "delivery",
    Quotation,
    title="Delivery note",
    letterhead=_HEAD,
    addressee=Addressee(("customer__name", "customer__address"), label="Deliver to"),
    facts=("external_number", "delivery_way"),
    lines=PrintLines(
        "lines",
        (
            PrintColumn("note", label="Rack"),
            _GOODS,
            PrintColumn("quantity"),
            PrintColumn("unit"),
            PrintColumn("", label="Picked", blank=18),
        ),
    ),
    signatures=("Handed over", "Received in good order"),
    currency="",
)
RECEIPT = replace(DELIVERY, name="receipt", title="Goods received", signatures=("Storekeeper",))
INVOICE = Layout(
    "invoice",
    Quotation,
    title="Invoice",
    letterhead=_HEAD,
    addressee=_TO,
    facts=("issued_on", "payment_terms"),
    lines=PrintLines(
        "lines",
        (
            PrintColumn("#"),
            _GOODS,
            PrintColumn("quantity"),
            PrintColumn("unit_price", money=True),
            PrintColumn("tax_rate"),
            PrintColumn("amount", money=True),
        ),
        carried="amount",
    ),
    totals=(
        PrintTotal("goods_total"),
        PrintTaxes(taxes_by_rate, along=("tax_rate",)),
        PrintTotal("total", label="To be paid", main=True),
    ),
    in_words="total",
)
PAYMENT = Layout(
    "payment",
    Quotation,
    title="Payment receipt",
    letterhead=_HEAD,
    addressee=Addressee(("customer__name",), label="Received from"),
    facts=("issued_on", "external_number", "total", "currency"),
    in_words="total",
    signatures=("Cashier",),
)
COUNT = Layout(
    "count",
    Product,
    title="Count sheet",
    facts=("category",),
    lines=PrintLines(
        "skus",
        (
            PrintColumn("code"),
            PrintColumn("name", share=1),
            PrintColumn("unit"),
            PrintColumn("", label="Counted", blank=30),
        ),
    ),
    signatures=("Counted by", "Checked by"),
    number="code",
    language="",
    currency="",
)


_FEW = 12


def a_quotation(lines: int, **values: Any) -> Quotation:
    """Return a quotation of so many lines over ten skus, saved and read anew.

    A few lines are saved one by one, as the form does, so that taxes and head add up.
    """
    line_values = values.pop("line", {})
    paper = QuotationFactory(**values)
    skus = [
        SkuFactory(name=f"Deep groove ball bearing {n}", name_zh=f"深沟球轴承 {n}")
        for n in range(min(lines, 10))
    ]
    unit, rate = _piece(), TaxRateFactory()
    rows = [
        {
            "quotation": paper,
            "position": number + 1,
            "wording": f"Customer's own {number + 1}",
            "sku": skus[number % len(skus)],
            "unit": unit,
            "tax_rate": rate,
            "quantity": Decimal(number + 1),
            "unit_price": Decimal("12.5"),
            **line_values,
        }
        for number in range(lines)
    ]
    with operation(OperationKind.COMMAND, by=SYSTEM):
        create_records([QuotationLine(**row) for row in rows[_FEW:]])
    for row in rows[:_FEW]:
        QuotationLineFactory(**row)
    return ready(QUOTATION_LAYOUT, paper)


def _piece() -> Unit:
    return Unit.objects.filter(name="piece").first() or UnitFactory(name="piece", name_zh="个")


def ready(layout: Layout, record: Quotation | Product | Sku) -> Any:
    """Return a record with all that its layout prints."""
    return ready_to_print(layout, type(record)._default_manager.filter(pk=record.pk)).get()


def a_told_quotation(**values: Any) -> Quotation:
    """Return a quotation of which everything is known in both languages, numbers and days fixed.

    Its lines: words that are the goods' own, words of the customer, none, and goods of one name.
    """
    base = CurrencyFactory(code="CNY", name="Chinese yuan", name_zh="人民币")
    company = CompanyFactory(
        name="Abacus Trading Ltd",
        name_zh="算盘贸易有限公司",
        address="1 Abacus Road, Shanghai",
        address_zh="上海市算盘路1号",
        phone="+86 21 5555 0000",
        fax="+86 21 5555 0001",
        email="office@abacus.example",
        bank_name="Bank of China",
        bank_name_zh="中国银行",
        bank_account="4000 0212",
        base_currency=base,
    )
    facts = {
        "company": company,
        "customer": CustomerFactory(name="Weber GmbH", address="Schillerstr. 22", phone=""),
        "number": "QT-1",
        "language": "en",
        "issued_on": dt.date(2026, 3, 29),
        "valid_until": dt.date(2026, 4, 28),
        "tax_kind": "on_top",
        "payment_terms": PaymentTermsFactory(name="30 days net", name_zh="月结30天"),
        "delivery_way": DeliveryWayFactory(name="Courier"),
        "owner": UserFactory(name="Marcus Weber"),
        "remarks": "Only new goods.",
        "terms": "Ex works.",
        **values,
    }
    paper = QuotationFactory(**facts)
    bearing = SkuFactory(code="B-6205", name="Ball bearing", name_zh="球轴承")
    belt = SkuFactory(code="V-900", name="V-belt SPZ 900", name_zh="")
    rate = TaxRateFactory(name="VAT 13%", name_zh="增值税13%")
    for place, (wording, sku, note) in enumerate(
        [
            ("SKF 6205 Ball bearing", bearing, ""),
            ("客户图号 A-1", bearing, "blue"),
            ("", bearing, ""),
            ("", belt, ""),
        ],
        1,
    ):
        QuotationLineFactory(
            quotation=paper,
            position=place,
            wording=wording,
            sku=sku,
            note=note,
            unit=_piece(),
            tax_rate=rate,
            quantity=Decimal(place),
            unit_price=Decimal("12.5"),
        )
    return ready(QUOTATION_LAYOUT, paper)
