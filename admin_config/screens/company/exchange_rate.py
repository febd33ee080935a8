"""The screen of exchange rates."""

from admin_config.engine.spec import Screen
from erp.company.models import ExchangeRate

SCREEN = Screen(
    ExchangeRate,
    icon="trending_up",
    columns=("date", "currency", "rate"),
    filters=("currency", "date"),
    totals=(),
    copy=None,  # one rate a day: a copy would be a second one
)
