"""The company as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompanyConfig(AppConfig):
    """The legal entity, its currencies, rates, texts and places."""

    name = "erp.company"
    label = "company"
    verbose_name = _("Company")

    def ready(self) -> None:
        """Put the guards up."""
        from erp.company import guards

        guards.register()
