"""The screen of terms of payment."""

from admin_config.engine.spec import Screen
from erp.company.models import PaymentTerms

SCREEN = Screen(
    PaymentTerms,
    icon="event_available",
    columns=("name", "name_zh", "days", "month_end", "active"),
    totals=(),
    small=True,
)
