"""The fields that the house declares for every paper and every line of one."""

from __future__ import annotations

from admin_config.generator.blueprint import FieldPlan, Kind

_USER = "staff.User"


def _field(name: str, kind: Kind, title: str, to: str = "", **facts: bool) -> FieldPlan:
    length = 40 if kind is Kind.CODE else 200
    return FieldPlan(name, kind, title, to=to, length=length, **facts)  # type: ignore[arg-type]


NUMBERED = (
    _field("number", Kind.CODE, "number", unique=True, locked=True),
    _field("issued_on", Kind.DATE, "date", required=True, indexed=True),
    _field("owner", Kind.RELATION, "owner", _USER, required=True),
    _field("submitted_by", Kind.RELATION, "submitted by", _USER, locked=True),
    _field("submitted_at", Kind.MOMENT, "submitted", locked=True),
    _field("approved_by", Kind.RELATION, "approved by", _USER, locked=True),
    _field("approved_at", Kind.MOMENT, "approved", locked=True),
)
PRICED = (
    *NUMBERED,
    _field("company", Kind.RELATION, "our company", "company.Company", required=True),
    _field("currency", Kind.RELATION, "currency", "company.Currency", required=True),
    _field("rate", Kind.NUMBER, "rate"),
    _field("tax_kind", Kind.CHOICE, "tax", required=True),
    _field("language", Kind.CHOICE, "language", required=True),
    _field("payment_terms", Kind.RELATION, "payment terms", "company.PaymentTerms"),
    _field("delivery_way", Kind.RELATION, "delivery way", "company.DeliveryWay"),
    _field("remarks", Kind.LONG_TEXT, "remarks"),
    _field("terms", Kind.LONG_TEXT, "terms"),
    _field("shipping", Kind.MONEY, "shipping", required=True),
    _field("adjustment", Kind.MONEY, "adjustment", required=True),
    _field("goods_total", Kind.MONEY, "goods total", locked=True),
    _field("tax_total", Kind.MONEY, "tax amount", locked=True),
    _field("total", Kind.MONEY, "total amount", locked=True, indexed=True),
    _field("base_total", Kind.MONEY, "total in base currency", locked=True, indexed=True),
)
LINE = (_field("position", Kind.INTEGER, "position"),)
PRICED_LINE = (
    *LINE,
    _field("wording", Kind.TEXT, "customer's wording"),
    _field("sku", Kind.RELATION, "sku", "catalog.Sku"),
    _field("quantity", Kind.NUMBER, "quantity", required=True),
    _field("unit", Kind.RELATION, "unit", "catalog.Unit"),
    _field("unit_price", Kind.NUMBER, "unit price", required=True),
    _field("discount", Kind.PERCENT, "discount %", required=True),
    _field("tax_rate", Kind.RELATION, "tax rate", "company.TaxRate"),
    _field("amount", Kind.MONEY, "amount", locked=True),
    _field("lead_time", Kind.TEXT, "lead time"),
    _field("note", Kind.TEXT, "note"),
)
