"""The screen of toy sales: looked up, never typed."""

from admin_config.engine.spec import Screen, Trend
from tests.toy.models import Sale

SCREEN = Screen(
    Sale,
    icon="receipt_long",
    columns=("sold_on", "toy", "amount"),
    ordering=("-sold_on",),
    charts=(Trend("sold_on", sum_of="amount"),),
    read_only=True,
)
