"""The screen of sensitive skus: what one customer regards as his."""

from admin_config.engine.spec import Screen
from erp.catalog.models import SensitiveSku

SCREEN = Screen(
    SensitiveSku,
    icon="lock_person",
    columns=("sku", "customer", "note", "created_at"),
    filters=("customer", "sku", "created_at"),
    copy=None,
)
