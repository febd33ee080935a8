"""Take a person's second factor away from the server, when nobody with the System role can."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from erp.foundation.actor import SYSTEM
from erp.staff.models import User
from erp.staff.services.factor_reset import reset_second_factor


class Command(BaseCommand):
    """Reset one account; recorded and mailed like a reset in the console."""

    help = "Reset the second factor of an account: reset_second_factor USERNAME --reason TEXT"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account and the reason, which is recorded."""
        parser.add_argument("username")
        parser.add_argument("--reason", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reset, or say why not."""
        account = User.objects.filter(username=options["username"]).first()
        if account is None:
            message = f"Nobody is called {options['username']}."
            raise CommandError(message)
        try:
            reset_second_factor(account, by=SYSTEM, reason=options["reason"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(f"{account}: the next sign-in sets up a second factor anew.")
