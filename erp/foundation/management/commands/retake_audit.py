"""Prove again what lost a column: `manage.py retake_audit --reason "the column colour went"`."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from erp.foundation.actor import SYSTEM
from erp.foundation.services.retaking import retake_log


class Command(BaseCommand):
    """Seals rows anew whose sealed columns a migration dropped; says why in log and chain."""

    help = "Take rows anew whose column was dropped, so that the log proves them again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ask for the reason: it stands in the log, and in every seal."""
        parser.add_argument("--reason", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take them anew and say how many operations it was."""
        reason = options["reason"].strip()
        if not reason:
            message = "A reason is needed: it stands in the log."
            raise CommandError(message)
        count = retake_log(reason, by=SYSTEM)
        self.stdout.write(f"{count} operations were sealed anew.")
