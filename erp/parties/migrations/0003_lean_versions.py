"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.lean_versions import DropVersionIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("parties", "0002_street_key")]

    operations: ClassVar = [
        DropVersionIndexes(
            "HistoricalParty",
            ["name_key", "sales_owner", "purchasing_owner", "payment_terms", "currency"],
        ),
        DropVersionIndexes("HistoricalAddress", ["country", "region"]),
        DropVersionIndexes("HistoricalContact", ["name_key"]),
    ]
