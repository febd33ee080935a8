"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.lean_versions import DropVersionIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("company", "0004_print_settings")]

    operations: ClassVar = [
        DropVersionIndexes("HistoricalCurrency", ["code"]),
        DropVersionIndexes("HistoricalCompany", ["name_key", "base_currency"]),
        DropVersionIndexes("HistoricalCountry", ["code", "name_key"]),
        DropVersionIndexes("HistoricalDeliveryWay", ["name_key"]),
        DropVersionIndexes("HistoricalExchangeRate", ["date", "currency"]),
        DropVersionIndexes("HistoricalPaymentTerms", ["name_key"]),
        DropVersionIndexes("HistoricalRegion", ["code", "country", "parent"]),
        DropVersionIndexes("HistoricalTaxRate", ["name_key"]),
        DropVersionIndexes("HistoricalTextBlock", ["name_key"]),
    ]
