"""How a quotation is printed."""

from functools import partial
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admin_config.engine.spec import (
    Addressee,
    Layout,
    Letterhead,
    PrintColumn,
    PrintLines,
    PrintTaxes,
    PrintTotal,
)
from admin_config.screens.sales.quotation_mailing import QUOTATION_MAILING
from erp.catalog.queries.paper_taxes import taxes_by_rate
from erp.company.queries.text_pairs import text_pairs
from erp.sales.models import Quotation
from erp.sales.models.quotation import QuotationStatus

_NOT_YET = (QuotationStatus.DRAFT, QuotationStatus.SUBMITTED)
_HOLDS = (*_NOT_YET, QuotationStatus.APPROVED, QuotationStatus.WON)


def _draft(quotation: Quotation) -> bool:
    return quotation.status in _NOT_YET or quotation.approved_at is None


def _void(quotation: Quotation) -> Any:
    status = QuotationStatus(quotation.status)
    return "" if status in _HOLDS else capfirst(status.label)


QUOTATION_LAYOUT = Layout(
    "quotation",
    Quotation,
    title=pgettext_lazy("paper", "Quotation"),
    letterhead=Letterhead(
        of="company",
        details=(("address",), ("phone", "fax"), ("email", "website"), ("tax_id",)),
        labelled=("phone", "fax", "tax_id"),
        bank=("bank_name", "bank_account", "bank_code", "bank_address"),
        logo="logo",
        stamp="stamp",
        accent="accent",
    ),
    addressee=Addressee(
        rows=("customer__name", "contact__name", "customer__address", "customer__phone"),
        label=pgettext_lazy("paper", "To"),
    ),
    facts=(
        "issued_on",
        "valid_until",
        "external_number",
        "currency",
        "tax_kind",
        "payment_terms",
        "delivery_way",
        "owner__name",
    ),
    lines=PrintLines(
        "lines",
        columns=(
            PrintColumn("#"),
            PrintColumn(
                "wording",
                otherwise="sku__name",
                below=("sku__code", "sku__name", "note"),
                label=_("Goods"),
                share=1,
            ),
            PrintColumn("quantity"),
            PrintColumn("unit", optional=True),
            PrintColumn("unit_price", money=True),
            PrintColumn("discount", where_filled=True, optional=True),
            PrintColumn("tax_rate", extra=True),
            PrintColumn("lead_time", where_filled=True, optional=True),
            PrintColumn("amount", money=True),
        ),
        carried="amount",
    ),
    totals=(
        PrintTotal("goods_total"),
        PrintTotal("shipping", where_filled=True),
        PrintTotal("adjustment", where_filled=True),
        PrintTaxes(taxes_by_rate, along=("tax_rate",)),
        PrintTotal("total", main=True),
    ),
    in_words="total",
    texts=("remarks", "terms"),
    pairs=partial(text_pairs, Quotation.paper),
    signatures=(_("For and on behalf of the seller"), _("Accepted by the buyer")),
    draft=_draft,
    void=_void,
    mailing=QUOTATION_MAILING,
)
