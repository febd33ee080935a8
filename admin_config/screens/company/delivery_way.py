"""The screen of ways of delivery."""

from admin_config.engine.spec import Screen
from erp.company.models import DeliveryWay

SCREEN = Screen(
    DeliveryWay,
    icon="local_shipping",
    columns=("name", "name_zh", "phone", "active"),
    filters=("active",),
    small=True,
)
