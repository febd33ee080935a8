"""``manage.py run``: the whole product on one machine, until Ctrl-C."""

import os
import signal
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandParser, SystemCheckError
from django.db import DatabaseError

from erp import environment as env
from erp.operations.house.doors import Taken
from erp.operations.house.preparing import Unprepared
from erp.operations.house.running import House
from erp.operations.lifeline import end_with_parent


class Command(BaseCommand):
    """Starts web, worker, clock and, unless REDIS_URL is set, a Redis; stops them together."""

    help = "Run the whole product (HOST, PORT, DATA_DIR and the rest by environment variable)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to end together with the program that started this one."""
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="stop when the program that started this one has ended",
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Exit 0 after Ctrl-C or SIGTERM; 1 with a reason when the house cannot open."""
        os.umask(0o077)  # what the house writes is for its own account alone
        if options["with_parent"]:
            end_with_parent(os.getppid(), signal.SIGTERM)
        try:
            House(
                host=env.text("HOST", "127.0.0.1"),
                port=env.integer("PORT", default=8000, least=1, most=65535),
                data_dir=settings.DATA_DIR,
                say=self._say,
            ).run()
        except (Taken, Unprepared, DatabaseError, ImproperlyConfigured) as refused:
            self._give_up(str(refused))
        except SystemCheckError as failed:
            self._give_up(str(failed).strip())

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _give_up(self, reason: str) -> None:
        self.stderr.write(reason)
        sys.exit(1)
