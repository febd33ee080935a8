"""Prove the log: `manage.py verify_audit [--against HEADS_FILE]`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from erp.foundation.refusal import Refusal
from erp.foundation.services.verifying import Verified, verify_audit
from erp.foundation.services.verifying_heads import Shipped, heads_in, read_shipped

#: Exit codes: 0 everything is as it was sealed, 1 something is not, 2 it could not be checked.
BENT, UNCHECKED = 1, 2
_SHOWN = 20


class Command(BaseCommand):
    """Compares log and history with their seals; names what was bent, removed or inserted."""

    help = "Prove that log and history are as they were written."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take heads that were kept elsewhere, besides those in ``AUDIT_HEADS_DIR``."""
        parser.add_argument("--against", metavar="HEADS_FILE", type=Path, action="append")
        parser.add_argument("--key", default="", help="the public key of the heads in that file")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, say in words, exit 1 when anything was found."""
        began = time.monotonic()
        try:
            verified = verify_audit(self._kept(options["against"] or (), options["key"]))
        except (OSError, Refusal) as error:
            said = error.messages[0] if isinstance(error, Refusal) else str(error)
            raise CommandError(said, returncode=UNCHECKED) from None
        self._tell(verified, time.monotonic() - began)
        if verified.found:
            message = f"{verified.found} findings; the first: {verified.findings[0].words}"
            raise CommandError(message, returncode=BENT)

    def _kept(self, files: Iterable[Path], key: str) -> Iterator[Shipped]:
        """Return the heads of these files, and of the folder that heads are shipped to."""
        named = [head for path in files for head in read_shipped(path, key)]
        folder = settings.AUDIT_HEADS_DIR
        return chain(named, heads_in(folder) if folder is not None else ())

    def _tell(self, verified: Verified, seconds: float) -> None:
        say = self.stdout.write
        say(
            f"{verified.operations} operations with {verified.rows} rows, {verified.positions} "
            f"seals in the chain, {verified.heads} heads, {verified.kept} heads kept elsewhere; "
            f"{seconds:.1f} s"
        )
        if verified.last_head is not None:
            say(f"the last head is of {verified.last_head:%Y-%m-%d %H:%M:%S} UTC")
        if verified.unsealed:
            say(
                f"{len(verified.unsealed)} operations wait for the sealer and are proven by no "
                f"head yet, the first is #{verified.unsealed[0]}"
            )
        for note, count in sorted(verified.notes.items()):
            say(f"sealed anew {count} times: {note}")
        for finding in verified.findings[:_SHOWN]:
            say(f"- {finding.words}")
        if verified.found > _SHOWN:
            say(f"- and {verified.found - _SHOWN} more")
        if not verified.found:
            say("Everything is as it was sealed.")
