"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.lean_versions import DropVersionIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("toy", "0005_chain")]

    operations: ClassVar = [
        DropVersionIndexes("HistoricalNeighbour", ["name_key", "lending_owner"]),
        DropVersionIndexes("HistoricalShelf", ["name_key", "parent"]),
        DropVersionIndexes("HistoricalTag", ["name_key"]),
        DropVersionIndexes(
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
        DropVersionIndexes(
            "HistoricalToyOrder", ["number", "owner", "currency", "present", "spare"]
        ),
        DropVersionIndexes("HistoricalToyOrderLine", ["toy", "tax_rate"]),
        DropVersionIndexes("HistoricalOffer", ["number", "owner", "present"]),
        DropVersionIndexes("HistoricalParcel", ["number", "owner", "present"]),
        DropVersionIndexes("HistoricalParcelLine", ["offer_line"]),
        DropVersionIndexes("HistoricalSale", ["sold_on", "toy"]),
        DropVersionIndexes("HistoricalSwap", ["given", "taken"]),
    ]
