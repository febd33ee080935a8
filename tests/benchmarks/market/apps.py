"""The market as a Django app, its screen and the same list on stock unfold."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Registers the sales twice: on the console and on a plain unfold site."""

    name = "tests.benchmarks.market"
    label = "market"

    def ready(self) -> None:
        """Add the screen to the console and the plain admin to the stock site."""
        from admin_config.engine.build.admin import build_admins
        from admin_config.engine.registry import registry
        from tests.benchmarks.market import screens

        registry.load(screens.MENU)
        build_admins()
