"""The console's addresses, and the stock site under /stock/."""

from django.urls import path

from erp.urls import urlpatterns as console_patterns
from tests.benchmarks.market.screens import stock

urlpatterns = [path("stock/", stock.urls), *console_patterns]
