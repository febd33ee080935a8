"""The sales' screen on the console, and the same columns on stock unfold."""

from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from admin_config.engine.spec import MenuSection, Screen
from tests.benchmarks.market.models import Good, Sale

COLUMNS = ("code", "wording", "good", "state", "quantity", "price", "sold_on", "shipped_on")
FILTERS = ("state", "good", "sold_on", "shipped_on")
MENU = (MenuSection("Market", (Screen(Sale, columns=COLUMNS, filters=FILTERS), Screen(Good))),)

stock = UnfoldAdminSite(name="stock")


class StockSaleAdmin(ModelAdmin):
    """What one would write on plain unfold."""

    list_display = COLUMNS
    list_filter = ("state",)
    list_select_related = ("good",)
    list_per_page = 50
    search_fields = ("code", "wording")
    ordering = ("-id",)


stock.register(Sale, StockSaleAdmin)
