"""The toy domain as a Django app: its rights, its screens."""

from django.apps import AppConfig


class ToyConfig(AppConfig):
    """Adds what a new domain adds: a section of rights and its screens."""

    name = "tests.toy"
    label = "toy"
    verbose_name = "Toys"

    def ready(self) -> None:
        """Enter the table of rights and the menu."""
        from admin_config.engine.build.admin import build_admins
        from admin_config.engine.registry import registry
        from tests.toy import orders, parcels, rights, screens

        rights.register()
        orders.register()
        parcels.register()
        registry.load(screens.MENU)
        build_admins()
