"""The screen of currencies."""

from admin_config.engine.spec import Screen
from erp.company.models import Currency

SCREEN = Screen(
    Currency,
    icon="currency_exchange",
    columns=("code", "name", "name_zh", "symbol", "digits", "active"),
    filters=("active",),
    copy=None,  # a code is given once in the world
    small=True,
)
