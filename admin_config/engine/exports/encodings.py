"""The encoding of a CSV file: UTF-8 with its mark, or what older Chinese programs read."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from admin_config.engine.transfer.sheet_writers import Rows
from admin_config.engine.transfer.writers import STREAMS

UTF8, GB18030 = "utf-8", "gb18030"
#: Every sign of GBK stands in GB18030 with the same bytes, and what GBK lacks is not lost.
ENCODINGS: dict[str, Any] = {
    UTF8: _("UTF-8 (Excel and everything newer)"),
    GB18030: _("GBK / GB18030 (older Chinese programs)"),
}
_SPELLINGS = {"utf8": UTF8, "utf-8-sig": UTF8, "gbk": GB18030, "gb2312": GB18030, "cp936": GB18030}
_MARK = "\ufeff"


def encoding_named(text: str) -> str | None:
    """Return the encoding that a word means; ``None`` for a word that means none."""
    word = text.strip().lower().replace("_", "-") or UTF8
    known = _SPELLINGS.get(word, word)
    return known if known in ENCODINGS else None


def stream(kind: str, titles: Sequence[str], rows: Rows, encoding: str = UTF8) -> Iterator[bytes]:
    """Yield a file piece by piece; other than CSV is UTF-8 whatever was asked for."""
    pieces = STREAMS[kind](titles, rows)
    if kind != "csv" or encoding == UTF8:
        yield from pieces
        return
    read, write = codecs.getincrementaldecoder(UTF8)(), codecs.getincrementalencoder(encoding)()
    for place, piece in enumerate(pieces):
        text = read.decode(piece)
        yield write.encode(text if place else text.removeprefix(_MARK))
