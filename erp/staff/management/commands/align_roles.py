"""``manage.py align_roles``: give the roles of the house their default rights on what is new."""

from typing import Any

from django.core.management.base import BaseCommand

from erp.foundation.actor import SYSTEM
from erp.staff.queries.first_run import is_empty_house
from erp.staff.services.role import align_roles


class Command(BaseCommand):
    """Belongs to every release, after ``migrate``; harmless to run again."""

    help = "Give the roles of the house their default rights on models and fields that are new."

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Say what each role gained; an empty installation gets its roles when it is set up."""
        if is_empty_house():
            return
        gained = [aligned for aligned in align_roles(by=SYSTEM) if aligned.added]
        for aligned in gained:
            self.stdout.write(f"{aligned.role.name}: {len(aligned.added)} new rights")
            if options["verbosity"] > 1:
                self.stdout.writelines(f"  {name}\n" for name in aligned.added)
