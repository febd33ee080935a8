"""The screen of toy orders: a paper with lines."""

from admin_config.engine.spec import Amounts, Belongs, Copy, Lines, Screen, Section
from tests.toy.models import ToyOrder, ToyOrderLine
from tests.toy.orders import facts_of_lines, fill_from_toy, match_toys

SCREEN = Screen(
    ToyOrder,
    icon="shopping_cart",
    columns=("number", "buyer", "present", "spare", "total"),
    filters=("owner", "currency"),
    sections=(
        Section(
            "Order",
            (
                ("number", "buyer"),
                ("owner", "currency"),
                ("tax_kind", "shipping"),
                ("present", "spare"),
            ),
        ),
    ),
    lines=(
        Lines(
            ToyOrderLine,
            columns=(
                "wording",
                "toy",
                "quantity",
                "unit_price",
                "discount",
                "tax_rate",
                "amount",
                "wrapping",
                "gift",
                "due_on",
                "cost",
            ),
            order="position",
            compute=Amounts(
                tax="tax_rate", tax_kind="tax_kind", added=("shipping",), currency="currency"
            ),
            goods="toy",
            doubt="open",
            match=match_toys,
            facts=facts_of_lines,
            fill=fill_from_toy,
            depends=("buyer",),
        ),
    ),
    belongs=(Belongs("spare", to="present", by="toy"),),
    editable=("buyer", "present", "spare"),
    copy=Copy(along=("lines",)),
    small=True,
)
