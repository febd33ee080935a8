"""``manage.py explore``: a console over an existing database within seconds."""

import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from admin_config.generator.reading import CannotRead

_SETTINGS = "admin_config.explorer.settings"


class Command(BaseCommand):
    """Reads the tables, makes a screen of each and serves them to this machine, until Ctrl-C."""

    help = (
        "Look at an existing database (a file, sqlite://, mysql://, postgresql://) in the console."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the database's address and the port."""
        parser.add_argument("database", help="a file or URL; nothing is written unless you ask")
        parser.add_argument(
            "--write",
            action="store_true",
            help="let single rows of tables with a key of one column be added, changed, deleted",
        )
        parser.add_argument("--port", type=int, default=0, help="a free one unless given")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Exit 0 after Ctrl-C or SIGTERM; 1 with a reason when there is nothing to show."""
        if settings.SETTINGS_MODULE != _SETTINGS:
            self._give_up(f"start it as: manage.py explore, with {_SETTINGS}")
        for asked in (
            signal.SIGINT,
            signal.SIGTERM,
        ):  # a shell lets what runs beside it ignore them
            signal.signal(asked, signal.default_int_handler)
        try:
            self._open(options["database"], options["port"], writes=options["write"])
        except (CannotRead, OSError) as refused:
            self._give_up(str(refused))
        except KeyboardInterrupt:
            self._say("Stopped.")

    def _open(self, typed: str, port: int, *, writes: bool) -> None:
        from admin_config.explorer.address import address_of
        from admin_config.explorer.door import door
        from admin_config.explorer.opening import open_database
        from admin_config.explorer.own import open_own_tables
        from admin_config.explorer.serving import serve

        url = address_of(typed)
        opened = open_database(url, writes=writes)
        open_own_tables(url)
        with serve(port) as server:
            root = f"http://127.0.0.1:{server.server_port}"
            door.tell = lambda path: self._say(f"For another browser: {root}{path}")
            how = f"rows of {opened.written} tables may be changed" if writes else "read-only"
            self._say(f"{opened.tables} tables, {opened.views} views, {how}.")
            for name in opened.left_out:
                self._say(f"Left out: {name}")
            self._say(f"Open: {root}{door.path}")
            self._say("Stop: Ctrl-C")
            server.serve_forever()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _give_up(self, reason: str) -> None:
        self.stderr.write(reason)
        sys.exit(1)
