"""``manage.py align_roles``: give roles their default rights on what is new, and papers numbers."""

from typing import Any

from django.core.management.base import BaseCommand

from erp.company.services.reference import make_number_series
from erp.foundation.actor import SYSTEM
from erp.staff.queries.first_run import is_empty_house
from erp.staff.services.role import align_roles


class Command(BaseCommand):
    """Belongs to every release, after ``migrate``; harmless to run again."""

    help = "Give roles their default rights on new models and fields, new papers a number series."

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Say what each role gained; an empty installation gets its roles when it is set up."""
        if is_empty_house():
            return
        made = make_number_series(by=SYSTEM)
        if made:
            self.stdout.write(f"{made} new number series")
        gained = [aligned for aligned in align_roles(by=SYSTEM) if aligned.added]
        for aligned in gained:
            self.stdout.write(f"{aligned.role.name}: {len(aligned.added)} new rights")
            if options["verbosity"] > 1:
                self.stdout.writelines(f"  {name}\n" for name in aligned.added)
