"""Place what stands below the table: totals, texts, bank, signatures, and the foot of each page."""

from __future__ import annotations

from collections.abc import Sequence

from admin_config.engine.printing.columns import LEADING, PAD, SIZE, SMALL
from admin_config.engine.printing.flow import Flow
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.places import ASCENT, Item, Picture, Rule, Text
from admin_config.engine.printing.sheet import Total
from admin_config.engine.printing.wrapping import wrapped


def place_ending(flow: Flow) -> None:
    """Place totals, texts, bank and signatures."""
    _totals(flow)
    _in_words(flow)
    _texts(flow)
    _bank(flow)
    flow.plain(flow.sheet.closing)
    _signatures(flow)


def _totals(flow: Flow) -> None:
    if not flow.sheet.totals:
        return
    flow.make_room(sum(_total_height(flow, total) for total in flow.sheet.totals) + 4)
    for total in flow.sheet.totals:
        flow.make_room(_total_height(flow, total))
        _total(flow, total)
    flow.y += 4


def _total_size(total: Total) -> float:
    return 11.0 if total.main else SIZE


def _total_height(flow: Flow, total: Total) -> float:
    return max(len(_total_label(flow, total)), 1) * _total_size(total) * LEADING + 4


def _label_edge(flow: Flow, total: Total) -> float:
    """Return where the label of a total ends, so far from its value that columns form."""
    value = width_of(total.value, _total_size(total), bold=total.main)
    return flow.edge - PAD - max(value, 70.0) - 14


def _total_label(flow: Flow, total: Total) -> list[str]:
    room = _label_edge(flow, total) - flow.left
    return wrapped(total.label, room, _total_size(total), bold=total.main)


def _total(flow: Flow, total: Total) -> None:
    size = _total_size(total)
    if total.main:
        flow.put(Rule(flow.left + flow.room * 0.5, flow.edge, flow.y + 1, 0.8, "accent"))
        flow.y += 2
    base = flow.y + 2 + ASCENT * size
    at, colour = _label_edge(flow, total), "ink" if total.main else "soft"
    for place, line in enumerate(_total_label(flow, total)):
        flow.put(Text(at, base + place * size * LEADING, line, size, total.main, "right", colour))
    flow.put(Text(flow.edge - PAD, base, total.value, size, total.main, "right"))
    flow.y += _total_height(flow, total) - (2 if total.main else 0)


def _in_words(flow: Flow) -> None:
    if flow.sheet.in_words is None:
        return
    said = f"{flow.sheet.in_words.label}: {flow.sheet.in_words.value}"
    flow.make_room(2 * SIZE * LEADING)
    flow.paragraph(said, flow.left, flow.room, SIZE)
    flow.y += 8


def _texts(flow: Flow) -> None:
    for fact in flow.sheet.texts:
        flow.make_room(3 * SIZE * LEADING)
        flow.paragraph(fact.label, flow.left, flow.room, SIZE, bold=True)
        flow.paragraph(fact.value, flow.left, flow.room, SIZE)
        flow.y += 7


def _bank(flow: Flow) -> None:
    bank = flow.sheet.head.bank if flow.sheet.head else ()
    if not bank:
        return
    start = flow.left + max(width_of(fact.label, SMALL) for fact in bank) + 10
    start = min(start, flow.left + flow.room * 0.3)
    height = sum(flow.fact_height(fact, flow.left, start) for fact in bank)
    flow.make_room(height + SIZE * LEADING)
    flow.paragraph(flow.sheet.words.bank, flow.left, flow.room, SIZE, bold=True)
    for fact in bank:
        flow.fact(fact, flow.left, start)
    flow.y += 8


def _signatures(flow: Flow) -> None:
    """Put a line for each side to sign on, our stamp over the first."""
    stamp = flow.sheet.head.stamp if flow.sheet.head else ""
    if not flow.sheet.signatures:
        _stamp_alone(flow, stamp)
        return
    flow.make_room(86)
    flow.y += 6
    width = flow.room / len(flow.sheet.signatures)
    top = flow.y
    ends = []
    for place, label in enumerate(flow.sheet.signatures):
        x, flow.y = flow.left + place * width, top
        flow.paragraph(label, x, width - 20, SMALL, colour="soft")
        ends.append(flow.y)
    flow.y = max(ends) + 44
    for place in range(len(flow.sheet.signatures)):
        x = flow.left + place * width
        flow.put(Rule(x, x + width - 20, flow.y, 0.6, "ink"))
    if stamp:
        box = (flow.left + 20, flow.y - 70, flow.left + 120, flow.y + 10)
        flow.put(Picture(*box, stamp, over=True))
    flow.y += 10


def _stamp_alone(flow: Flow, stamp: str | bytes) -> None:
    """Put our stamp where nobody signs."""
    if stamp:
        flow.make_room(88)
        flow.put(Picture(flow.left + 20, flow.y, flow.left + 120, flow.y + 80, stamp, over=True))
        flow.y += 88


def place_feet(flow: Flow) -> None:
    """Say at the foot of every page whose it is and which of how many."""
    name = flow.sheet.head.names[0] if flow.sheet.head else ""
    base = flow.floor + 22
    for place, page in enumerate(flow.pages, 1):
        said = flow.sheet.words.page.format(page=place, pages=len(flow.pages))
        room = flow.room - width_of(said, SMALL) - 12
        items: Sequence[Item] = (
            Rule(flow.left, flow.edge, base - 10),
            *[
                Text(flow.left, base, t, SMALL, colour="soft")
                for t in wrapped(name, room, SMALL)[:1]
            ],
            Text(flow.edge, base, said, SMALL, align="right", colour="soft"),
            *[
                Text(flow.left, base + n * SMALL * LEADING, line, SMALL, colour="soft")
                for n, line in enumerate(flow.foot, 1)
            ],
        )
        page.items.extend(items)
