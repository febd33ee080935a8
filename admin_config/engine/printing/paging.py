"""Place a paper on pages: head, addressee, table, totals, texts, signatures, foot."""

from __future__ import annotations

from admin_config.engine.printing.ending import place_ending, place_feet
from admin_config.engine.printing.flow import Flow
from admin_config.engine.printing.heading import place_heading
from admin_config.engine.printing.places import Page
from admin_config.engine.printing.sheet import Sheet
from admin_config.engine.printing.style import Style
from admin_config.engine.printing.table import place_table


def pages_of(sheet: Sheet, style: Style) -> list[Page]:
    """Return the pages of a paper, every text in its place."""
    flow = Flow(sheet, style)
    place_heading(flow)
    place_table(flow)
    place_ending(flow)
    place_feet(flow)
    return flow.pages
