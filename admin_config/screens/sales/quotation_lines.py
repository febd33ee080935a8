"""The lines of a quotation: typed and pasted in a grid, priced while somebody types."""

from admin_config.engine.spec import Amounts, Lines
from erp.catalog.queries.paper_line import fill_from_sku, match_lines
from erp.sales.models import QuotationLine
from erp.sales.queries.line_facts import facts_of_lines

LINES = Lines(
    QuotationLine,
    columns=(
        "wording",
        "sku",
        "quantity",
        "unit",
        "unit_price",
        "discount",
        "tax_rate",
        "amount",
        "lead_time",
        "note",
    ),
    order="position",
    compute=Amounts(
        tax="tax_rate",
        tax_kind="tax_kind",
        added=("shipping", "adjustment"),
        currency="currency",
    ),
    goods="sku",
    doubt="undecided",
    match=match_lines,
    facts=facts_of_lines,
    fill=fill_from_sku,
    depends=("customer", "currency", "rate", "issued_on", "tax_kind"),
)
