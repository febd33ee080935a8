"""``manage.py translations``: keep the Chinese catalogue in step with the strings of the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

VERBS = ("update", "compile", "check")


class Command(BaseCommand):
    """Updates, compiles or checks the catalogue; needs Babel, not GNU gettext."""

    help = (
        "update: take new strings in, drop old ones, compile. compile: make the .mo file. "
        "check: fail on what is missing or out of step."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the verb."""
        parser.add_argument("verb", choices=VERBS)

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Do it, and name what is still without Chinese."""
        from admin_config.engine.translating import catalogue

        if options["verb"] == "update":
            catalogue.folder().mkdir(parents=True, exist_ok=True)
            catalogue.po_file().write_bytes(catalogue.po_bytes(catalogue.updated()))
        found = [f"{reason}: {text!r}" for text, reason in catalogue.flaws(catalogue.stored())]
        if options["verb"] == "check":
            found += self._out_of_step()
            if found:
                raise CommandError("\n".join(found))
            return
        catalogue.mo_file().write_bytes(catalogue.mo_bytes(catalogue.stored()))
        for line in found:
            self.stdout.write(line)
        self.stdout.write(f"{len(catalogue.stored())} strings, {len(found)} to mend.")

    def _out_of_step(self) -> list[str]:
        from admin_config.engine.translating import catalogue

        wrong = []
        if catalogue.po_bytes(catalogue.updated()) != catalogue.po_file().read_bytes():
            wrong.append("django.po is not in step with the strings: manage.py translations update")
        if catalogue.mo_bytes(catalogue.stored()) != catalogue.mo_file().read_bytes():
            wrong.append(
                "django.mo is not what django.po compiles to: manage.py translations compile"
            )
        return wrong
