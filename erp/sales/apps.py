"""Sales as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    """Quotations."""

    name = "erp.sales"
    label = "sales"
    verbose_name = _("Sales")

    def ready(self) -> None:
        """Put the guards up."""
        from erp.sales import guards

        guards.register()
