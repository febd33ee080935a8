"""Load the quotations of the demo company: a year of them, in every state."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from erp.catalog.models import Sku, Unit
from erp.company.models import Company, DeliveryWay, ExchangeRate, TaxRate, TextBlock
from erp.company.queries.company import our_company
from erp.company.services.reference import add_missing
from erp.foundation.fixture import read_fixture
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.services.bulk import create_records
from erp.parties.models import Contact, Customer
from erp.sales.models import Quotation, QuotationLine
from erp.sales.models import QuotationStatus as Status
from erp.staff.models import User

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

_WAYS = (
    {"name": "Courier", "name_zh": "快递"},
    {"name": "Truck, prepaid", "name_zh": "物流，运费预付"},
    {"name": "Sea freight, FOB Shenzhen", "name_zh": "海运，FOB 深圳"},
    {"name": "Ex works", "name_zh": "自提"},
)
#: One in so many lines is words alone: nobody found the goods.
_FREE_TEXT = 12
_BIG = Decimal(20)


@dataclass(frozen=True)
class _Known:
    company: Company
    customers: dict[str, Customer]
    users: dict[str, User]
    contacts: dict[Any, Contact]
    skus: list[Sku]
    unit: Unit
    tax: TaxRate
    export: TaxRate
    ways: list[DeliveryWay]
    texts: dict[tuple[str, str], str]
    rates: dict[Any, list[tuple[dt.date, Decimal]]]


@service(OperationKind.COMMAND)
def load_demo_quotations(*, by: Actor, today: dt.date) -> int:
    """Load a year of quotations once, counted back from today; return how many are new."""
    add_missing(DeliveryWay, "name", list(_WAYS))
    if Quotation.objects.exists():
        return 0
    content = read_fixture("060_quotations.json")
    known, dice = _look_up(), random.Random(2026)  # noqa: S311 - the same demo every time
    rows = content["quotations"]
    papers = [_paper(row, known, today, dice) for row in rows]
    create_records(papers)
    create_records([_revision(p, r) for p, r in zip(papers, rows, strict=True) if "revised" in r])
    lines: list[QuotationLine] = []
    for paper, row in zip(papers, rows, strict=True):
        own = [_line(paper, place, row, known, dice, content) for place in range(row["lines"])]
        lines += own
        for revision in Quotation.objects.filter(revises=paper):
            lines += [_again(line, revision) for line in own[1:]]
    create_records(lines)
    return len(papers)


def _look_up() -> _Known:
    company = our_company()
    if company is None:
        message = "the demo company comes first"
        raise RuntimeError(message)
    rates: dict[Any, list[tuple[dt.date, Decimal]]] = {}
    for key, date, rate in ExchangeRate.objects.order_by("date").values_list(
        "currency_id", "date", "rate"
    ):
        rates.setdefault(key, []).append((date, rate))
    customers = Customer.objects.select_related("currency", "payment_terms")
    return _Known(
        company=company,
        customers={customer.name: customer for customer in customers},
        users={user.username: user for user in User.objects.all()},
        contacts={c.party_id: c for c in Contact.objects.filter(is_default=True)},
        skus=list(
            Sku.objects.select_related("brand", "unit")
            .filter(active=True)
            .order_by("code_key")[:400]
        ),
        unit=Unit.objects.get(name="Pcs"),
        tax=TaxRate.objects.get(name="VAT 13%"),
        export=TaxRate.objects.get(name="Export, zero-rated"),
        ways=list(DeliveryWay.objects.order_by("name_key")),
        texts={
            (text.kind, text.language): text.text
            for text in TextBlock.objects.filter(paper=Quotation.paper)
        },
        rates=rates,
    )


def _rate(known: _Known, currency: Any, day: dt.date) -> Decimal | None:
    """Return the rate of that day, or the oldest that is known; none for the base currency."""
    rates = known.rates.get(currency.pk, [])
    before = [rate for date, rate in rates if date <= day]
    return before[-1] if before else (rates[0][1] if rates else None)


def _paper(row: dict[str, Any], known: _Known, today: dt.date, dice: random.Random) -> Quotation:
    customer = known.customers[row["customer"]]
    day = today - dt.timedelta(days=row["days_ago"])
    abroad = customer.currency != known.company.base_currency
    language = customer.language
    paper = Quotation(
        company=known.company,
        customer=customer,
        contact=known.contacts.get(customer.pk),
        owner=known.users[row["owner"]],
        issued_on=day,
        currency=customer.currency,
        rate=_rate(known, customer.currency, day),
        language=language,
        tax_kind="none" if abroad else "on_top",
        payment_terms=customer.payment_terms,
        delivery_way=dice.choice(known.ways),
        terms=known.texts.get(("terms", language), ""),
        remarks=known.texts.get(("remarks", language), ""),
        shipping=Decimal(dice.choice([0, 0, 0, 50, 120])),
        status=row["status"],
        created_at=_moment(day, 9),
        changed_at=_moment(day, 17),
    )
    _stamp(paper, row, known)
    return paper


def _stamp(paper: Quotation, row: dict[str, Any], known: _Known) -> None:
    """Leave behind what the steps to its state would have left."""
    state, day = row["status"], paper.issued_on
    if state not in {Status.DRAFT, Status.CANCELLED}:
        paper.submitted_by, paper.submitted_at = paper.owner, _moment(day, 11)
    if state not in {Status.DRAFT, Status.CANCELLED, Status.SUBMITTED}:
        paper.approved_by, paper.approved_at = known.users["manager"], _moment(day, 15)
    if state == Status.WON:
        paper.won_on = day + dt.timedelta(days=4)
    elif state == Status.LOST:
        paper.lost_reason = row["reason"]
    elif state == Status.DRAFT:
        paper.reject_reason = row.get("reason", "")


def _moment(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _revision(paper: Quotation, row: dict[str, Any]) -> Quotation:
    """Return the second revision of a paper, issued five days later."""
    revision: Quotation = _copied(
        paper,
        number=f"{paper.number}-R2",
        revision=2,
        revises=paper,
        status=row["revised"],
        issued_on=paper.issued_on + dt.timedelta(days=20),
        valid_until=None,
    )
    return revision


def _again(line: QuotationLine, revision: Quotation) -> QuotationLine:
    """Return the line in a revision, three percent cheaper."""
    price = (line.unit_price * Decimal("0.97")).quantize(Decimal("0.01"))
    cheaper: QuotationLine = _copied(line, quotation=revision, unit_price=price)
    return cheaper


def _copied(record: Any, **facts: Any) -> Any:
    values = {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if not field.primary_key and field.name != "version"
    }
    return type(record)(**values | facts)


def _wording(sku: Sku | None) -> str:
    """Return how a customer would ask for it."""
    return f"{sku.brand or ''} {sku.model or sku.code}".strip() if sku is not None else ""


def _line(
    paper: Quotation,
    place: int,
    row: dict[str, Any],
    known: _Known,
    dice: random.Random,
    content: dict[str, Any],
) -> QuotationLine:
    free = not known.skus or dice.randrange(_FREE_TEXT) == 0
    sku = None if free else dice.choice(known.skus)
    abroad = paper.currency_id != known.company.base_currency_id
    price = (sku.list_price if sku else None) or Decimal(dice.randrange(800, 90_000)) / 100
    price = (price / (paper.rate or 1)).quantize(Decimal("0.01"))
    quantity = Decimal(dice.choice([2, 4, 10, 12, 20, 24, 50, 100]))
    return QuotationLine(
        quotation=paper,
        position=place + 1,
        wording=_wording(sku) or dice.choice(content["wordings"]),
        sku=sku,
        unit=(sku.unit if sku else None) or known.unit,
        quantity=quantity * (_BIG if row.get("big") else 1),
        unit_price=max(price, Decimal("0.5")),
        discount=Decimal(dice.choice([0, 0, 0, 3, 5, 8])),
        tax_rate=known.export if abroad else known.tax,
        lead_time=dice.choice(content["lead_times"]),
    )
