"""``manage.py generate domain NAME --from-spec FILE``: a whole domain as code of this house."""

from __future__ import annotations

import keyword
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from admin_config.generator.mistake import WrongSpec
from admin_config.generator.names import FIELD_NAME


class Command(BaseCommand):
    """Shows what it would write, asks, and writes it."""

    help = "Write a new domain: models, screens, factories, rights, menu, migration, texts."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is generated, its name and where its description comes from."""
        parser.add_argument("what", choices=("domain",))
        parser.add_argument("name", help="the folder under erp/, such as library")
        parser.add_argument("--from-spec", type=Path, required=True, metavar="FILE.toml")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, show, ask, write; a mistake is said with its place, and nothing is written."""
        from admin_config.generator.plan import described, files_of
        from admin_config.generator.spec_file import read_spec
        from admin_config.generator.writing import write_domain

        root = Path(settings.BASE_DIR)
        try:
            domain = read_spec(options["from_spec"], _checked(options["name"]))
            for line in described(domain):
                self.stdout.write(line)
            for file in files_of(domain, root):
                self.stdout.write(f"{'new    ' if file.new else 'changed'} {file.path}")
            if not options["yes"] and input("Write this? [y/N] ").strip().lower() not in {
                "y",
                "yes",
            }:
                self.stdout.write("Nothing was written.")
                return
            write_domain(domain, root)
        except WrongSpec as wrong:
            raise CommandError("\n".join(wrong.mistakes)) from wrong
        self.stdout.write("Written. Next: manage.py migrate, make check, make test.")


def _checked(name: str) -> str:
    if not FIELD_NAME.fullmatch(name) or keyword.iskeyword(name):
        raise CommandError("A domain's name has small letters, digits and underscores.")
    if name in {config.label for config in apps.get_app_configs()}:
        raise CommandError(f"There is an app {name!r} already.")
    return name
