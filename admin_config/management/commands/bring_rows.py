"""``manage.py bring_rows NAME URL``: the rows of the database that a domain was generated from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from admin_config.generator.bringing.notes import Notes
from admin_config.generator.bringing.run import Bringing
from admin_config.generator.bringing.walking import Source
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.origin import origin_path, read_origins
from admin_config.generator.reading import CannotRead, parse_address, read_database
from erp.foundation.models.adopted import Adopted
from erp.foundation.services.noticing import notice_rows

#: Of each table so many of what did not fit are told; all of it is in the file.
_TOLD = 5


def _adopted_models(name: str) -> list[Any]:
    """Return the models of a domain whose rows another program writes as well."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label == name and issubclass(model, Adopted)
    ]


class Command(BaseCommand):
    """Brings all rows, going on where it was stopped, and tells what came of them."""

    help = (
        "Bring the rows of the database along that a domain was generated from. Numbers are kept, "
        "what does not fit is told by table, key and column; stopped, it goes on when called again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the domain and where its rows are."""
        parser.add_argument("name", help="the folder under erp/")
        parser.add_argument(
            "url",
            nargs="?",
            default="",
            help="sqlite, mysql or postgresql; none for a domain whose rows stay where they are",
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Bring, then tell."""
        name = options["name"]
        adopted = _adopted_models(name)
        if adopted:
            for model in adopted:
                self._notice(model)
            return
        if not options["url"]:
            raise CommandError(f"say where the rows of {name} are: bring_rows {name} URL")
        notes = Notes(settings.DATA_DIR / "bring_rows" / f"{name}.sqlite3")
        source = None
        try:
            origins = read_origins(Path(settings.BASE_DIR) / origin_path(name))
            address = parse_address(options["url"])
            source = Source(address, read_database(options["url"]))
            bringing = Bringing(name, origins, source, notes)
            bringing.bring(str(address), self.stdout.write)
            self._tell(bringing, notes)
        except WrongSpec as wrong:
            raise CommandError("\n".join(wrong.mistakes)) from wrong
        except CannotRead as reason:
            raise CommandError(str(reason)) from reason
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped. Call it again, and it goes on from there.") from stopped
        finally:
            notes.close()
            if source is not None:
                source.close()

    def _notice(self, model: Any) -> None:
        """Take note of rows that stay in their table, so that history and search know them."""
        noticed = notice_rows(model)
        self.stdout.write(
            f"  {model._meta.db_table:<32} {noticed.new:,} new, {noticed.changed:,} changed, "
            f"{noticed.gone:,} gone"
        )

    def _tell(self, bringing: Bringing, notes: Notes) -> None:
        self.stdout.write("Rows:")
        for line in bringing.told():
            self.stdout.write(line)
        for step in notes.steps():
            for _name, each in notes.complaints(step, _TOLD):
                became = "refused" if each.refused else "brought"
                told = f"{step} {each.key}, {each.column or 'row'} {each.value!r}: {each.why}"
                self.stdout.write(f"  {became}  {told}")
        file = notes.path.with_suffix(".csv")
        count = notes.complaints_to(file)
        if count:
            self.stdout.write(f"All {count:,} that did not fit: {file}")
