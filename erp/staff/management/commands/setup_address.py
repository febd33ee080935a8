"""``manage.py setup_address``: where an empty installation is set up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erp.staff.queries.first_run import is_empty_house, set_up_address


class Command(BaseCommand):
    """Prints the one address at which the first account can be made."""

    help = "Print the set-up address of an empty installation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address under which people reach the pages."""
        parser.add_argument("--root", default="http://localhost:8000", help="address of the pages")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Print the address; refuse once somebody has an account."""
        if not is_empty_house():
            raise CommandError("This installation is already set up.")
        self.stdout.write(set_up_address(options["root"]))
