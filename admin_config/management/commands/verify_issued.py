"""Compare every issued paper with its digest and the log: `manage.py verify_issued`."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from admin_config.engine.printing.proving import faults_against_the_log, faults_in_files
from admin_config.models import IssuedPaper


class Command(BaseCommand):
    """Names whatever is not as it left the house, and fails then."""

    help = "Compare the files of issued papers with their digests, and these with the log."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many papers are as they were; name the others."""
        faults = 0
        for fault in chain(faults_in_files(), faults_against_the_log()):
            self.stderr.write(fault)
            faults += 1
        if faults:
            message = f"{faults} faults in the archive of issued papers."
            raise CommandError(message)
        self.stdout.write(f"{IssuedPaper.objects.count()} issued papers are as they left.")
