"""Load the brands and units of the demo company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erp.catalog.models import Brand, Unit
from erp.foundation.fixture import read_fixture
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.services.bulk import create_records
from erp.foundation.text import fold

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


@service(OperationKind.COMMAND)
def load_demo_catalog(*, by: Actor) -> int:
    """Load the brands and units that are missing; return how many are new."""
    content = read_fixture("030_catalog.json")
    return _add_missing(Brand, content["brands"]) + _add_missing(Unit, content["units"])


def _add_missing(model: type[Brand | Unit], rows: list[dict[str, Any]]) -> int:
    known = set(model._base_manager.values_list("name_key", flat=True))
    records = [model(**row) for row in rows if fold(row["name"]) not in known]
    for record in records:
        record.full_clean()
    return len(create_records(records))
