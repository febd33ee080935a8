"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.drop_indexes import DropIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("sales", "0005_soft_origin")]

    operations: ClassVar = [
        DropIndexes(
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
        DropIndexes("HistoricalQuotationLine", ["sku", "unit", "tax_rate"]),
    ]
