"""``manage.py generate domain NAME``: a whole domain as code of this house.

Its description comes from a file (``--from-spec``) or from a database that is there already
(``--from-database``); ``manage.py generate truth FILE`` measures how well a database was read.
"""

from __future__ import annotations

import keyword
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from admin_config.generator.blueprint import DomainPlan
from admin_config.generator.inference import Inference, infer
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.names import FIELD_NAME
from admin_config.generator.reading import CannotRead, Engine, read_database, read_samples

_NEXT = "Written. Next: {}make check, make test."


class Command(BaseCommand):
    """Shows what it would write, asks, and writes it."""

    help = "Write a new domain: models, screens, factories, rights, menu, migration, texts."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is generated, its name and where its description comes from."""
        parser.add_argument("what", choices=("domain", "truth"))
        parser.add_argument("name", help="the folder under erp/, such as library; a file of truths")
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--from-spec", type=Path, metavar="FILE.toml")
        source.add_argument("--from-database", metavar="URL", help="sqlite, mysql or postgresql")
        parser.add_argument("--tables", default="", help="only these, with commas between them")
        parser.add_argument(
            "--with-rows",
            action="store_true",
            help="then migrate and bring the rows of the database along",
        )
        owner = parser.add_mutually_exclusive_group()
        owner.add_argument(
            "--managed",
            dest="unmanaged",
            action="store_false",
            help="make tables of the house for what was read (so without a word)",
        )
        owner.add_argument(
            "--unmanaged",
            action="store_true",
            help="leave the rows in the tables that are there, in the house's own database",
        )
        parser.set_defaults(unmanaged=False)
        parser.add_argument("--above", default="catalog", help="the domain it stands on")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, show, ask, write; a mistake is said with its place, and nothing is written."""
        try:
            if options["what"] == "truth":
                self._measure(options)
            else:
                self._generate(options)
        except WrongSpec as wrong:
            raise CommandError("\n".join(wrong.mistakes)) from wrong
        except CannotRead as reason:
            raise CommandError(str(reason)) from reason

    def _generate(self, options: dict[str, Any]) -> None:
        from admin_config.generator.telling import described
        from admin_config.generator.writing import changes_told, write_domain

        if options["with_rows"] and not options["from_database"]:
            raise WrongSpec(["rows are brought from a database: say --from-database URL"])
        if options["unmanaged"] and not options["from_database"]:
            raise WrongSpec(["tables stay in a database: say --from-database URL"])
        root = Path(settings.BASE_DIR)
        domain = self._described(_checked(options["name"]), options)
        for line in described(domain):
            self.stdout.write(line)
        for line in changes_told(domain, root):
            self.stdout.write(line)
        if not options["yes"] and not _agreed():
            self.stdout.write("Nothing was written.")
            return
        try:
            write_domain(domain, root)
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped. Nothing was written.") from stopped
        if options["with_rows"]:
            self._bring_rows(domain.name, options["from_database"])
        else:
            self.stdout.write(_NEXT.format("manage.py migrate, "))

    def _bring_rows(self, name: str, url: str) -> None:
        """Start the new code: it knows its models, this process does not."""
        self.stdout.write("Written. Now the tables are made and the rows brought along.")
        for step in (("migrate", "-v", "0"), ("bring_rows", name, url)):
            done = subprocess.run(  # noqa: S603 - our own commands
                [sys.executable, "manage.py", *step], cwd=settings.BASE_DIR, check=False
            )
            if done.returncode:
                raise CommandError(f"manage.py {step[0]} failed; call it again once it can work.")
        self.stdout.write(_NEXT.format(""))

    def _described(self, name: str, options: dict[str, Any]) -> DomainPlan:
        from admin_config.generator.inference.telling import told
        from admin_config.generator.spec_file import read_spec

        if options["from_spec"]:
            return read_spec(options["from_spec"], name)
        inference = _adopted(name, options) if options["unmanaged"] else _inferred(name, options)
        for line in told(inference):
            self.stdout.write(line)
        if not inference.domain.models:
            raise WrongSpec(["there is no table of which a model could be made"])
        return inference.domain

    def _measure(self, options: dict[str, Any]) -> None:
        from admin_config.generator.inference.measuring import read_truth, scores_of
        from admin_config.generator.inference.telling import told_scores

        if not options["from_database"]:
            raise WrongSpec(["truths are held against a database: say --from-database URL"])
        truth = read_truth(Path(options["name"]))
        for line in told_scores(scores_of(_inferred("measured", options), truth)):
            self.stdout.write(line)


def _inferred(name: str, options: dict[str, Any]) -> Inference:

    url = options["from_database"]
    tables = [each.strip() for each in options["tables"].split(",") if each.strip()]
    schema = read_database(url, tables or None)
    return infer(schema, read_samples(url, schema), name=name, above=options["above"])


def _adopted(name: str, options: dict[str, Any]) -> Inference:
    from admin_config.generator.inference.adopting import adopt
    from admin_config.generator.inference.asking import Asking
    from admin_config.generator.reading.own import check_is_own, count_here, without_own_tables

    url = options["from_database"]
    check_is_own(url)
    tables = [each.strip() for each in options["tables"].split(",") if each.strip()]
    schema = without_own_tables(read_database(url, tables or None))
    mark = "`" if schema.engine is Engine.MYSQL else '"'
    asking = Asking(count_here, schema, mark)
    return adopt(schema, read_samples(url, schema), asking, name=name, above=options["above"])


def _agreed() -> bool:
    """Ask; Ctrl-C is a no, and so is nobody there to answer."""
    try:
        return input("Write this? [y/N] ").strip().lower() in {"y", "yes"}
    except (EOFError, KeyboardInterrupt):
        return False


def _checked(name: str) -> str:
    if not FIELD_NAME.fullmatch(name):
        raise CommandError("A domain's name has small letters, digits and underscores.")
    if keyword.iskeyword(name):
        raise CommandError(f"Python keeps the name {name!r} for itself.")
    if name in {config.label for config in apps.get_app_configs()}:
        raise CommandError(f"There is an app {name!r} already.")
    return name
