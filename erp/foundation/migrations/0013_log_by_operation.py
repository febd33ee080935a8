"""The log is looked through by record and operation, not by the moment of each entry."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.drop_indexes import DropIndexes


class Migration(migrations.Migration):
    """Drop the index of the moments."""

    dependencies: ClassVar = [("foundation", "0012_lean_versions")]

    operations: ClassVar = [DropIndexes("LogEntry", ["timestamp"])]
