"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.lean_versions import DropVersionIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("catalog", "0010_former_designation_key")]

    operations: ClassVar = [
        DropVersionIndexes("HistoricalBrand", ["name_key"]),
        DropVersionIndexes("HistoricalCategory", ["code_key", "path_key", "parent"]),
        DropVersionIndexes("HistoricalProduct", ["code_key", "category", "brand"]),
        DropVersionIndexes("HistoricalUnit", ["name_key"]),
        DropVersionIndexes(
            "HistoricalSku", ["code_key", "barcode_key", "brand", "unit", "category"]
        ),
        DropVersionIndexes("HistoricalSkuSpecification", ["specification", "choice"]),
        DropVersionIndexes("HistoricalCatalogueEntry", ["brand", "category", "sku"]),
        DropVersionIndexes("HistoricalEntrySpecification", ["specification", "choice"]),
    ]
