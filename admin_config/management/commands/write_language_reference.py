"""``manage.py write_language_reference``: make docs/screen-language.md from the words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from admin_config.engine.explaining.reference import FILE, reference


class Command(BaseCommand):
    """Writes the reference, or says that the one in the tree is not current."""

    help = f"Write {FILE} from the docstrings and comments of the language."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to compare only."""
        parser.add_argument("--check", action="store_true", help="compare, write nothing")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Write or compare."""
        file = Path(settings.BASE_DIR) / FILE
        text = reference()
        if options["check"]:
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                raise CommandError(f"{FILE} is not current: manage.py write_language_reference")
            return
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.stdout.write(f"{FILE} is written.")
