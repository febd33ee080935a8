"""Print signed heads of the sealed chain, to be kept elsewhere: `manage.py audit_heads`."""

from __future__ import annotations

import argparse
import base64
import json
import os
from typing import Any

from django.core.management.base import BaseCommand

from erp.foundation.head_keys import own_public_key
from erp.foundation.models.seal import Head
from erp.foundation.services.sealing import lengthen_chain


class Command(BaseCommand):
    """Seals what is committed and prints signed heads, one a line, to be kept elsewhere."""

    help = "Print signed heads of the log, to be kept where nobody of the house can change them."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say which heads, or ask for a key instead."""
        parser.add_argument("--since", type=int, help="all heads after this number, not the last")
        parser.add_argument("--public-key", action="store_true", help="print what checks heads")
        parser.add_argument("--new-key", action="store_true", help="print a fresh AUDIT_KEY")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what was asked for."""
        if options["new_key"]:
            self.stdout.write(base64.b64encode(os.urandom(32)).decode())
            return
        if options["public_key"]:
            self.stdout.write(own_public_key())
            return
        lengthen_chain()
        heads = Head.objects.order_by("number")
        if options["since"] is None:
            last = heads.last()
            wanted = [last] if last else []
        else:
            wanted = list(heads.filter(number__gt=options["since"]))
        for head in wanted:
            self.stdout.write(json.dumps(head.facts()))
