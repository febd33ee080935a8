"""The screen of provinces, cities and districts."""

from admin_config.engine.spec import Screen
from erp.company.models import Region

SCREEN = Screen(
    Region,
    icon="map",
    columns=("code", "name", "name_zh", "parent", "country", "active"),
    filters=("country", "parent"),
    copy=None,
)
