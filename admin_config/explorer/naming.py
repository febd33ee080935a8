"""Names of strange tables and columns as Python, as addresses and as people read them."""

from __future__ import annotations

import keyword
import re
from collections.abc import Container, Iterable

from admin_config.generator import names

#: Signs that Django's SQL does not survive inside a name.
UNFIT = re.compile(r"""["`%\x00]""")
_SECRETS = re.compile(r"(?:password|passwd|pwd|密码)(?:_?hash)?$", re.IGNORECASE)
_NUMBERING = re.compile(
    r"(?:^|_|\s|(?<=[a-z]))(?:id|no|number|year|code|zip)$|编号$", re.IGNORECASE
)


def python_names(given: Iterable[str], taken: Container[str]) -> dict[str, str]:
    """Return a name for each given one that Python and Django allow; no two are the same."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for name in given:
        plain = re.sub(r"_{2,}", "_", re.sub(r"\W", "_", name)).strip("_") or "column"
        if plain[0].isdigit() or keyword.iskeyword(plain) or plain in taken:
            plain = f"c_{plain}"
        free, number = plain, 2
        while free.lower() in used or free in taken:
            free, number = f"{plain}{number}", number + 1
        used.add(free.lower())
        found[name] = free
    return found


def label_of(name: str, label: str = "") -> str:
    """Return what people call it: the label that its comment gives, else its name in words."""
    return label or names.spoken(name) or name


def is_fit(name: str) -> bool:
    """Tell whether Django can ask for something of this name."""
    return bool(name.strip()) and not UNFIT.search(name)


def is_shown(column: str) -> bool:
    """Tell whether a column is shown: its name can be asked for and promises no password."""
    return is_fit(column) and not _SECRETS.search(column)


def is_counted(column: str) -> bool:
    """Tell whether a whole number is an amount; numbers that are names have no grouped digits."""
    return not _NUMBERING.search(column)
