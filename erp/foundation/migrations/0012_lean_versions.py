"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.drop_indexes import DropIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("foundation", "0011_signed_seals")]

    operations: ClassVar = [
        DropIndexes("HistoricalNumberSeries", ["code"]),
    ]
