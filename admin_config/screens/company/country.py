"""The screen of countries."""

from admin_config.engine.spec import Screen
from erp.company.models import Country

SCREEN = Screen(
    Country,
    icon="public",
    columns=("code", "name", "name_zh", "active"),
    filters=("active",),
    copy=None,
    small=True,
)
