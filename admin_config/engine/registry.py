"""The catalogue of screens, in the order of the menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

    from admin_config.engine.spec import MenuSection, Screen


class Registry:
    """Every declared screen by its model's label."""

    def __init__(self) -> None:
        """Start empty."""
        self.menu: tuple[MenuSection, ...] = ()
        self._screens: dict[str, Screen] = {}

    def load(self, menu: tuple[MenuSection, ...]) -> None:
        """Take the menu's screens in; a second screen for one model is refused by name."""
        self.menu = (*self.menu, *menu)
        for section in menu:
            for screen in section.screens:
                if screen.label in self._screens:
                    message = f"two screens for {screen.label}"
                    raise ValueError(message)
                self._screens[screen.label] = screen

    def __iter__(self) -> Iterator[Screen]:
        """Walk the screens in the order of the menu."""
        return iter(self._screens.values())

    def find(self, label: str) -> Screen | None:
        """Return the screen known by a label, ``app.model`` or just the model's name."""
        label = label.lower()
        if label in self._screens:
            return self._screens[label]
        named = [s for known, s in self._screens.items() if known.split(".")[1] == label]
        return named[0] if len(named) == 1 else None

    def for_model(self, model: type[Model]) -> Screen | None:
        """Return the screen of a model."""
        return self._screens.get(model._meta.label_lower)


registry = Registry()
