"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.drop_indexes import DropIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("company", "0004_print_settings")]

    operations: ClassVar = [
        DropIndexes("HistoricalCurrency", ["code"]),
        DropIndexes("HistoricalCompany", ["name_key", "base_currency"]),
        DropIndexes("HistoricalCountry", ["code", "name_key"]),
        DropIndexes("HistoricalDeliveryWay", ["name_key"]),
        DropIndexes("HistoricalExchangeRate", ["date", "currency"]),
        DropIndexes("HistoricalPaymentTerms", ["name_key"]),
        DropIndexes("HistoricalRegion", ["code", "country", "parent"]),
        DropIndexes("HistoricalTaxRate", ["name_key"]),
        DropIndexes("HistoricalTextBlock", ["name_key"]),
    ]
