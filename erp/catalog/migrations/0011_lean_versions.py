"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.drop_indexes import DropIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("catalog", "0010_former_designation_key")]

    operations: ClassVar = [
        DropIndexes("HistoricalBrand", ["name_key"]),
        DropIndexes("HistoricalCategory", ["code_key", "path_key", "parent"]),
        DropIndexes("HistoricalProduct", ["code_key", "category", "brand"]),
        DropIndexes("HistoricalUnit", ["name_key"]),
        DropIndexes(
            "HistoricalSku", ["code_key", "barcode_key", "brand", "unit", "category"]
        ),
        DropIndexes("HistoricalSkuSpecification", ["specification", "choice"]),
        DropIndexes("HistoricalCatalogueEntry", ["brand", "category", "sku"]),
        DropIndexes("HistoricalEntrySpecification", ["specification", "choice"]),
    ]
