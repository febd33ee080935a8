"""Read the files under fixtures/: demo data and reference data, written to be read by people."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings


def read_fixture(name: str) -> dict[str, Any]:
    """Return the content of one file, e.g. ``020_staff.json``."""
    path = settings.BASE_DIR / "fixtures" / name
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
