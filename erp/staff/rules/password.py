"""What a password must not be: too long to be hashed, or made of the person's own names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from erp.foundation.text import squeeze

LONGEST = 1024
_PARTS = re.compile(r"[^\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Shorter parts of a name stand in many words by chance.
_LEAST_LETTERS, _LEAST_CHINESE = 4, 2
_NAMES = ("username", "name", "email", "mobile", "phone")
_HOUSE = ("countinghouse",)


class HouseValidator:
    """Refuses passwords with the person's name, address or number in them, Chinese names too."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that is a book, or in which a name stands, forwards or backwards."""
        if len(password) > LONGEST:
            raise ValidationError(
                _("A password has at most %(most)d characters."),
                code="password_too_long",
                params={"most": LONGEST},
            )
        typed = squeeze(password[:LONGEST])
        for part in (*_HOUSE, *_parts_of(user)):
            if part in typed or part[::-1] in typed:
                raise ValidationError(
                    _("Leave your own names, address and numbers out of the password."),
                    code="password_own_name",
                )

    def get_help_text(self) -> str:
        """Say what it must not hold."""
        return _("Your password must not contain your name, your address or your numbers.")


def _parts_of(user: Any) -> Iterator[str]:
    """Return the words of the person's names, and each name as a whole, as they are compared."""
    for field in _NAMES:
        value = str(getattr(user, field, "") or "")
        for part in {squeeze(value), *(squeeze(word) for word in _PARTS.findall(value))}:
            least = _LEAST_CHINESE if _CHINESE.search(part) else _LEAST_LETTERS
            if len(part) >= least:
                yield part
