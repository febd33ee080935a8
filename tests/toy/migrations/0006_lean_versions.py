"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.drop_indexes import DropIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("toy", "0005_chain")]

    operations: ClassVar = [
        DropIndexes("HistoricalNeighbour", ["name_key", "lending_owner"]),
        DropIndexes("HistoricalShelf", ["name_key", "parent"]),
        DropIndexes("HistoricalTag", ["name_key"]),
        DropIndexes(
            "HistoricalToy",
            [
                "code_key",
                "name_key",
                "kind",
                "price",
                "made_on",
                "seen_at",
                "safe",
                "owner",
                "shelf",
            ],
        ),
        DropIndexes(
            "HistoricalToyOrder", ["number", "owner", "currency", "present", "spare"]
        ),
        DropIndexes("HistoricalToyOrderLine", ["toy", "tax_rate"]),
        DropIndexes("HistoricalOffer", ["number", "owner", "present"]),
        DropIndexes("HistoricalParcel", ["number", "owner", "present"]),
        DropIndexes("HistoricalParcelLine", ["offer_line"]),
        DropIndexes("HistoricalSale", ["sold_on", "toy"]),
        DropIndexes("HistoricalSwap", ["given", "taken"]),
    ]
