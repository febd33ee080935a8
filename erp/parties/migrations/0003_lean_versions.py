"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.drop_indexes import DropIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("parties", "0002_street_key")]

    operations: ClassVar = [
        DropIndexes(
            "HistoricalParty",
            ["name_key", "sales_owner", "purchasing_owner", "payment_terms", "currency"],
        ),
        DropIndexes("HistoricalAddress", ["country", "region"]),
        DropIndexes("HistoricalContact", ["name_key"]),
    ]
