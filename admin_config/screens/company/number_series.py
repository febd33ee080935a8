"""The screen of number series."""

from admin_config.engine.spec import Screen
from erp.foundation.models import NumberSeries

SCREEN = Screen(
    NumberSeries,
    icon="tag",
    columns=("code", "called", "prefix", "period", "digits"),
    totals=(),
    copy=None,
    small=True,
)
