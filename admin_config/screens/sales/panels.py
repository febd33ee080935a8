"""What quotations tell on the pages of customers and skus."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Changes, Differs, Panel
from erp.sales.models import Quotation, QuotationLine
from erp.sales.queries.dealings import last_prices, offers_of, quotations_of

QUOTATIONS = Panel(
    _("Quotations"),
    Quotation,
    rows=quotations_of,
    columns=("number", "status", "currency", "total", "issued_on", "valid_until", "owner"),
    query=lambda customer: f"customer={customer.pk}",
)
LAST_PRICES = Panel(
    _("Last prices"),
    QuotationLine,
    rows=last_prices,
    columns=(
        "sku",
        "quotation__number",
        "quotation__status",
        "quotation__issued_on",
        "quantity",
        "quotation__currency",
        "unit_price",
        "discount",
    ),
    query=lambda customer: f"customer={customer.pk}",
    listed=Quotation,
    opens="quotation",
)
OFFERS = Panel(
    _("Last quotations"),
    QuotationLine,
    rows=offers_of,
    columns=(
        "quotation__number",
        "quotation__customer",
        "quotation__status",
        "quotation__issued_on",
        "quantity",
        "quotation__currency",
        "unit_price",
        "discount",
        "margin",
    ),
    opens="quotation",
)
LATEST_CHANGES = Changes(_("Latest changes"))
REVISED = Differs(
    _("Changed against the former revision"),
    against="revises",
    parts=("lines",),
    known_by=("sku", "wording"),
)
