"""The screen of units."""

from admin_config.engine.spec import Screen
from erp.catalog.models import Unit

SCREEN = Screen(Unit)
