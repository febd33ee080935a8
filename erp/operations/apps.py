"""Operations as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """How the house runs."""

    name = "erp.operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        """Add the start-up check of MariaDB."""
        from erp.operations import checks

        checks.register()
