"""Break the texts of a label into lines that its room holds, the least of them lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from admin_config.engine.printing.columns import LEADING
from admin_config.engine.printing.fonts import width_of
from admin_config.engine.printing.wrapping import wrapped

#: Nothing on a label is written smaller than this.
LEAST = 5.0
#: How high a line is at least, in parts of its size.
_DENSEST = 1.16
#: Sizes of the others in proportion to the first text.
_OTHERS = 0.8
#: How tight a label is set, from as it is declared to as far as it can still be read.
STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def between(loose: float, dense: float, tight: float) -> float:
    """Return a length between its two ends, so tight."""
    return loose + (dense - loose) * tight


@dataclass(frozen=True)
class Line:
    """One line of a text."""

    text: str
    size: float
    high: float
    bold: bool


def fitted(
    rows: Sequence[str], kept: Sequence[str], room: tuple[float, float], size: float, tight: float
) -> tuple[list[Line], bool]:
    """Return the lines that a room of this width and height holds, and whether these are all.

    Every text has its first line before any has a second one, ``kept`` ones before the others.
    A text that is cut ends with a mark; where others are missing, so does the last one there.
    """
    width, height = room
    leading = between(LEADING, _DENSEST, tight)
    first = between(size, LEAST, tight)
    texts: list[list[Line]] = []
    for row in rows:
        own = max(first * _OTHERS, LEAST) if texts else first
        bold = not texts
        broken = wrapped(row, width, own, bold=bold)
        texts.append([Line(text, own, own * leading, bold) for text in broken])
    counts = _counts(texts, sorted(range(len(rows)), key=lambda at: rows[at] not in kept), height)
    shown = [lines[:count] for lines, count in zip(texts, counts, strict=True)]
    for some, lines in zip(shown, texts, strict=True):
        if 0 < len(some) < len(lines):
            some[-1] = _cut(some[-1], width)
    if any(lines and not some for some, lines in zip(shown, texts, strict=True)):
        marked = [some for some, row in zip(shown, rows, strict=True) if some and row not in kept]
        if marked and not marked[-1][-1].text.endswith("…"):
            marked[-1][-1] = _cut(marked[-1][-1], width)
    return [line for some in shown for line in some], shown == texts


def _counts(texts: Sequence[Sequence[Line]], order: Sequence[int], height: float) -> list[int]:
    """Return how many lines of each text there is room for."""
    counts = [0] * len(texts)
    for most in (1, max(map(len, texts), default=0)):
        for at in order:
            while counts[at] < min(len(texts[at]), most) and texts[at][0].high <= height + 0.01:
                counts[at] += 1
                height -= texts[at][0].high
    return counts


def _cut(line: Line, width: float) -> Line:
    """Return a line with the mark that something is missing after it."""
    text = line.text
    while text and width_of(f"{text}…", line.size, bold=line.bold) > width:
        text = text[:-1]
    return replace(line, text=f"{text}…")
