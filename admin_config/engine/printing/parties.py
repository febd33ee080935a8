"""Who issues a paper and to whom it goes, as its letterhead and its addressee print them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from admin_config.engine.printing.paths import label_at
from admin_config.engine.printing.sheet import Fact, Head
from admin_config.engine.printing.style import Style
from admin_config.engine.printing.wording import LANGUAGES, Wording
from erp.foundation.models.bilingual import local_text


class PartiesReading(Wording):
    """Reads both sides of a paper."""

    def _style(self) -> Style:
        spec = self.layout.letterhead
        own = getattr(self.issuer, spec.accent, "") if spec and spec.accent else ""
        return self.look.style(self.layout.size, own)

    def _head(self) -> Head | None:
        spec, issuer, prints = self.layout.letterhead, self.issuer, self.look.prints
        if spec is None or issuer is None:
            return None
        place = label_at(self.layout.model, spec.of)
        names = []
        both = (*self.languages, *LANGUAGES) if prints("second_name") else self.languages
        for language in dict.fromkeys(both):
            with override(language):
                names.append(self._checked(local_text(issuer, spec.name), place))
        details = spec.details if prints("details") else ()
        rows = (each for row in self._parted(details) for each in self._detail_rows(issuer, row))
        bank = (
            Fact(self._label(type(issuer), name), "\n".join(self._said(issuer, name, place)))
            for name in (spec.bank if prints("bank") else ())
        )
        return Head(
            names=tuple(dict.fromkeys(name for name in names if name)),
            details=tuple(rows),
            bank=tuple(fact for fact in bank if fact.value),
            logo=_file(issuer, spec.logo) if prints("logo") else "",
            stamp=_file(issuer, spec.stamp) if prints("stamp") and self._stamped() else "",
        )

    def _stamped(self) -> bool:
        return self.look.tried or not self.mark

    @property
    def _labelled(self) -> tuple[str, ...]:
        return self.layout.letterhead.labelled if self.layout.letterhead else ()

    def _parted(self, details: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
        """Yield the rows of details; with labels in both languages each has a row of its own."""
        for names in details:
            if self.in_both and set(names) & set(self._labelled):
                yield from ((name,) for name in names)
            else:
                yield names

    def _detail_rows(self, issuer: Any, names: tuple[str, ...]) -> list[str]:
        """Return a row, and below it what reads otherwise in the other language."""
        place = label_at(self.layout.model, self.layout.letterhead.of)  # type: ignore[union-attr]
        rows: list[list[str]] = [[] for _language in self.languages]
        for name in names:
            label = f"{self._label(type(issuer), name)} " if name in self._labelled else ""
            for row, text in zip(rows, self._said(issuer, name, place), strict=False):
                row.append(label + text)
        return [" · ".join(row) for row in rows if row]

    def _addressee_label(self) -> str:
        label = self.layout.addressee.label if self.layout.addressee else None
        return str(label or "")

    def _addressee(self) -> tuple[str, ...]:
        rows = self.layout.addressee.rows if self.layout.addressee else ()
        return tuple(text for path in rows for text in self._texts_at(path))


def _file(holder: Any, name: str) -> str | bytes:
    """Return the path of a stored picture, or one just uploaded; nothing where there is none."""
    file = getattr(holder, name) if name else None
    if not file:
        return ""
    if not file._committed:
        file.seek(0)
        return bytes(file.read())
    return str(file.path) if file.storage.exists(file.name) else ""
