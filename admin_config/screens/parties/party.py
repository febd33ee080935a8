"""The screen of all trading partners, customers and suppliers side by side."""

from admin_config.engine.spec import Screen
from admin_config.screens.sales.panels import LATEST_CHANGES
from erp.parties.models import Party

SCREEN = Screen(
    Party,
    icon="handshake",
    columns=("name", "is_customer", "is_supplier", "sales_owner", "purchasing_owner", "phone"),
    filters=("is_customer", "is_supplier", "sales_owner", "purchasing_owner"),
    copy=None,
    importing=None,
    read_only=True,
    panels=(LATEST_CHANGES,),
)
