"""Takes a CREATE TABLE apart where the engine gives nothing but its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    (?P<line>--[^\n]*)            # a remark to the end of the line
    |(?P<block>/\*.*?\*/)         # a remark between marks
    |(?P<text>'(?:[^']|'')*')     # a text
    |(?P<name>"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])
    |(?P<word>[^\W\d]\w*)
    |(?P<break>\n)
    |(?P<other>\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens_of(sql: str) -> Iterator[tuple[str, str]]:
    """Yield every piece of a statement with its sort: line, block, text, name, word, other."""
    for found in _TOKEN.finditer(sql):
        yield str(found.lastgroup), found.group()


def bare(name: str) -> str:
    """Return a name without the marks around it."""
    if name[:1] == "[":
        return name[1:-1]
    if name[:1] in {'"', "`"}:
        return name[1:-1].replace(name[0] * 2, name[0])
    return name
