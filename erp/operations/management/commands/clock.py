"""``manage.py clock``: send due jobs again and do what else is periodic, until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from erp.operations.services.clock import Clock


class Command(BaseCommand):
    """Runs the clock; several at once are harmless, one is enough."""

    help = "Send due jobs again and do what else is periodic, until SIGTERM or Ctrl-C."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Run until a signal, finish the round that is under way, exit 0."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        Clock().run(stopped)
