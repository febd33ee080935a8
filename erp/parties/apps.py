"""The trading partners as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """Customers, suppliers and the people there."""

    name = "erp.parties"
    label = "parties"
    verbose_name = _("Trading partners")

    def ready(self) -> None:
        """Put the guards up."""
        from erp.parties import guards

        guards.register()
