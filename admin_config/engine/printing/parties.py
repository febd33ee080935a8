"""Who issues a paper and to whom it goes, as its letterhead and its addressee print them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from admin_config.engine.printing.paths import label_at, value_at
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
        rows = (self._detail_row(issuer, row, place) for row in details)
        bank = (
            Fact(self._label(type(issuer), name), self._checked(value_at(issuer, name), place))
            for name in (spec.bank if prints("bank") else ())
        )
        return Head(
            names=tuple(dict.fromkeys(name for name in names if name)),
            details=tuple(row for row in rows if row),
            bank=tuple(fact for fact in bank if fact.value),
            logo=_file(issuer, spec.logo) if prints("logo") else "",
            stamp=_file(issuer, spec.stamp) if prints("stamp") and self._stamped() else "",
        )

    def _stamped(self) -> bool:
        return self.look.tried or not self.mark

    def _detail_row(self, issuer: Any, names: tuple[str, ...], place: str) -> str:
        labelled = self.layout.letterhead.labelled if self.layout.letterhead else ()
        said = []
        for name in names:
            value = self._checked(value_at(issuer, name), place)
            if value:
                label = f"{self._label(type(issuer), name)} " if name in labelled else ""
                said.append(label + value)
        return " · ".join(said)

    def _addressee_label(self) -> str:
        label = self.layout.addressee.label if self.layout.addressee else None
        return str(label or "")

    def _addressee(self) -> tuple[str, ...]:
        rows = self.layout.addressee.rows if self.layout.addressee else ()
        return tuple(text for path in rows if (text := self._at(path)))


def _file(holder: Any, name: str) -> str | bytes:
    """Return the path of a stored picture, or one just uploaded; nothing where there is none."""
    file = getattr(holder, name) if name else None
    if not file:
        return ""
    if not file._committed:
        file.seek(0)
        return bytes(file.read())
    return str(file.path) if file.storage.exists(file.name) else ""
