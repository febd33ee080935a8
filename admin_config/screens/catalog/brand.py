"""The screen of brands."""

from admin_config.engine.spec import Merge, Screen
from erp.catalog.models import Brand

SCREEN = Screen(
    Brand,
    icon="sell",
    editable=("name", "name_zh", "website", "active"),
    merge=Merge(),
)
