"""One value of a choice, or one state of a life cycle."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One value of a choice: what is stored, and what people read."""

    value: str
    title: str
    title_zh: str = ""
