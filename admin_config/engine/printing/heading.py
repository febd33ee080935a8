"""Place what stands above the table: letterhead, title, addressee and facts."""

from __future__ import annotations

from admin_config.engine.printing.columns import LEADING, SIZE, SMALL
from admin_config.engine.printing.flow import Flow
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.places import ASCENT, Picture, Rule, Text
from admin_config.engine.printing.sheet import Head
from admin_config.engine.printing.wrapping import wrapped


def place_heading(flow: Flow) -> None:
    """Place letterhead, title, addressee and facts, and the words before the table."""
    if flow.sheet.head:
        _letterhead(flow, flow.sheet.head)
    _title(flow)
    _addressee_and_facts(flow)
    flow.plain(flow.sheet.opening)


def _letterhead(flow: Flow, head: Head) -> None:
    """Put logo and names at the left, how to reach us at the right."""
    top, x = flow.y, flow.left
    if head.logo:
        flow.put(Picture(x, top, x + 110, top + 44, head.logo))
        x += 120
    width = (flow.edge - x) * (0.5 if head.details else 1.0)
    for place, name in enumerate(head.names):
        size = 9.0 if place else 12.5
        flow.paragraph(name, x, width, size, bold=not place)
    left_end, flow.y = flow.y, top
    for row in head.details:
        for line in wrapped(row, flow.edge - x - width - 12, SMALL):
            flow.line(flow.edge, line, SMALL, align="right", colour="soft")
            flow.y += SMALL * LEADING
    flow.y = max(flow.y, left_end, top + (44 if head.logo else 0)) + 6
    flow.put(Rule(flow.left, flow.edge, flow.y, 1.2, "accent"))
    flow.y += 14


def _title(flow: Flow) -> None:
    """Put the title at the left, the number at the right."""
    size, top = 17.0, flow.y
    for line in wrapped(flow.sheet.number, flow.room * 0.38, 11.0):
        base = flow.y + ASCENT * size
        flow.put(Text(flow.edge, base, line, 11.0, align="right"))
        flow.y += 11.0 * LEADING
    number_end, flow.y = flow.y, top
    for line in wrapped(flow.sheet.title, flow.room * 0.6, size, bold=True):
        flow.line(flow.left, line, size, bold=True, colour="accent")
        flow.y += size * 1.25
    flow.y = max(flow.y, number_end) + 6


def _addressee_and_facts(flow: Flow) -> None:
    """Put the addressee at the left half, the facts at the right one, or alone at the left."""
    top, half = flow.y, flow.left + (flow.room * 0.54 if flow.sheet.addressee else 0.0)
    width = flow.room * 0.5
    if flow.sheet.addressee:
        if flow.sheet.addressee_label:
            flow.paragraph(flow.sheet.addressee_label, flow.left, width, SMALL, colour="soft")
            flow.y += 1
        for place, row in enumerate(flow.sheet.addressee):
            flow.paragraph(row, flow.left, width, SIZE if place else 10.0, bold=not place)
    left_end, flow.y = flow.y, top
    labels = max([width_of(fact.label, SMALL) for fact in flow.sheet.facts], default=0.0)
    start = half + min(labels, flow.room * 0.22) + 8
    for fact in flow.sheet.facts:
        flow.fact(fact, half, start)
    flow.y = max(flow.y, left_end) + 10
