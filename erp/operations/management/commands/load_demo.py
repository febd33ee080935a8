"""Load the demo company: people, companies, goods, each once, with dates relative to today."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from erp.catalog.services.demo import load_demo_catalog
from erp.catalog.services.demo_goods import load_demo_goods
from erp.company.services.demo import load_demo_company
from erp.foundation.actor import SYSTEM
from erp.foundation.house_day import house_day
from erp.operations.demo_also import load_what_others_add
from erp.parties.services.demo import load_demo_parties
from erp.sales.services.demo import load_demo_quotations
from erp.staff.queries.demo_sign_in import demo_sign_ins
from erp.staff.services.demo import load_demo_staff
from erp.staff.services.demo_invitations import load_demo_invitations


class Command(BaseCommand):
    """Fill an installation with the demo company; running it again adds only what is missing."""

    help = "Load the demo company (refused in production, its passwords are known)."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load in the order of the fixtures' numbers and say how to sign in."""
        if settings.MODE == "production":
            raise CommandError("The demo's passwords are known to everybody: not in production.")
        start = time.monotonic()
        today = house_day()
        load_demo_company(by=SYSTEM, today=today)
        load_demo_staff(by=SYSTEM, today=today)
        load_demo_catalog(by=SYSTEM)
        load_demo_parties(by=SYSTEM, today=today)
        load_demo_goods(by=SYSTEM, today=today)
        load_demo_quotations(by=SYSTEM, today=today)
        load_demo_invitations(by=SYSTEM, today=today)
        load_what_others_add()
        if options["verbosity"]:
            self._say_how_to_sign_in(time.monotonic() - start)

    def _say_how_to_sign_in(self, seconds: float) -> None:
        self.stdout.write(f"The demo company is loaded ({seconds:.1f} s). Sign in as:")
        for sign_in in demo_sign_ins():
            factor = f", second factor: {sign_in.secret}" if sign_in.secret else ""
            told = f"{sign_in.password}   ({sign_in.role}{factor})"
            self.stdout.write(f"  {sign_in.username:<12} {told}")
