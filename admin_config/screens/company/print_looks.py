"""Which layouts the house prints, and how they look by the settings of the company."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from admin_config.engine.printing.looks import Look, Looks, looks_from
from admin_config.engine.printing.optional import Part, parts_of
from admin_config.engine.registry import registry
from admin_config.engine.spec import Layout, Screen
from erp.company.models import PrintSetting
from erp.company.printed import Printed, tell_printed
from erp.foundation.models.switches import Switch, turned


def printed() -> Iterator[Printed]:
    """Return every layout of every screen, with what is optional on it."""
    for _screen, layout in layouts():
        yield Printed(layout.name, layout.title, tuple(map(_switch, parts_of(layout))))


def layouts() -> Iterator[tuple[Screen, Layout]]:
    """Return every layout with the screen whose records it prints."""
    for screen in registry:
        for layout in screen.layouts:
            yield screen, layout


def _switch(part: Part) -> Switch:
    return Switch(part.name, part.group, part.told, on=part.at_first)


def looks(layout: str) -> Looks:
    """Return the looks of a layout by company: one statement."""
    return {each.company_id: look(each) for each in PrintSetting.objects.filter(layout=layout)}


def look(setting: PrintSetting) -> Look:
    """Return what a setting says, stored or only typed."""
    texts = {name: (getattr(setting, name), _chinese(setting, name)) for name in setting.texts}
    return Look(
        paper=setting.paper,
        landscape=setting.landscape,
        accent=setting.accent,
        language=setting.language,
        parts=turned(setting.parts),
        texts={name: both for name, both in texts.items() if any(both)},
    )


def _chinese(setting: Any, name: str) -> str:
    return str(getattr(setting, f"{name}_zh"))


tell_printed(printed)
looks_from(looks)
