"""Let what is older than the settings say go from log and history: `manage.py purge_audit`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from erp.foundation.actor import SYSTEM
from erp.foundation.services.retention import purge_log


class Command(BaseCommand):
    """Does at once what the clock does every day."""

    help = "Delete old events and versions, as AUDIT_*_KEPT_DAYS say; nothing unless they are set."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Purge and say how many rows went."""
        self.stdout.write(f"{purge_log(by=SYSTEM)} rows went.")
