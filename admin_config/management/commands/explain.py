"""``manage.py explain``: what the engine made of a declaration, and what its list costs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from admin_config.engine.checks.complaint import nearest
from admin_config.engine.explaining.report import explain
from admin_config.engine.registry import registry


class Command(BaseCommand):
    """Tells what a screen is, without opening a browser."""

    help = "Tell what a screen infers and declares, its rights, and the plan of its list."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the screen's name; none lists all."""
        parser.add_argument("screen", nargs="?", help="the model's name, or app.model")
        parser.add_argument("--no-plan", action="store_true", help="ask the database nothing")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Print the report, or every screen; an unknown name is answered with the nearest."""
        name = options["screen"]
        if not name:
            for screen in registry:
                self.stdout.write(screen.label)
            return
        found = registry.find(name)
        if found is None:
            labels = [screen.label for screen in registry]
            known = [*labels, *(label.split(".")[1] for label in labels)]
            message = f"No screen is called {name!r}. {nearest(name.lower(), known)}"
            raise CommandError(message)
        for line in explain(found, plans=not options["no_plan"]):
            self.stdout.write(line.rstrip())
