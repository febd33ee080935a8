"""The screen of tax rates."""

from admin_config.engine.spec import Screen
from erp.company.models import TaxRate

SCREEN = Screen(
    TaxRate,
    icon="percent",
    columns=("name", "name_zh", "percent", "kind", "active"),
    filters=("kind", "active"),
    editable=("name", "name_zh", "active"),
    totals=(),
    small=True,
)
