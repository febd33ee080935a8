"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.lean_versions import DropVersionIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("sales", "0005_soft_origin")]

    operations: ClassVar = [
        DropVersionIndexes(
            "HistoricalQuotation",
            [
                "owner",
                "origin",
                "submitted_by",
                "approved_by",
                "company",
                "currency",
                "payment_terms",
                "delivery_way",
                "customer",
                "contact",
                "revises",
            ],
        ),
        DropVersionIndexes("HistoricalQuotationLine", ["sku", "unit", "tax_rate"]),
    ]
