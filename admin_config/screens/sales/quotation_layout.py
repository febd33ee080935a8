"""How a quotation is printed."""

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
from erp.catalog.queries.paper_taxes import taxes_by_rate
from erp.sales.models import Quotation
from erp.sales.models.quotation import QuotationStatus

_NOT_YET = (QuotationStatus.DRAFT, QuotationStatus.SUBMITTED)

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
                "sku__name",
                otherwise="wording",
                below=("sku__code", "wording", "note"),
                label=_("Goods"),
                share=1,
            ),
            PrintColumn("quantity"),
            PrintColumn("unit"),
            PrintColumn("unit_price", money=True),
            PrintColumn("discount", where_filled=True),
            PrintColumn("lead_time", where_filled=True),
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
    signatures=(_("For and on behalf of the seller"), _("Accepted by the buyer")),
    draft=lambda quotation: quotation.status in _NOT_YET,
)
