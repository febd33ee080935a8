"""Takes the comment of a column apart: its label, and what its stored values mean.

Lists are written in every way people write them: ``status (0: draft, 1: approved)``, ``状态（0正常
1停用）``, ``类型[A=收入;B=支出]``, ``Estado: P - pendiente / C - cerrado``, ``来源: manual/auto``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from admin_config.generator.inference.findings import Remark

_WIDE = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_SIGN = r"(?:\s*(?:=>|->|→|[:=])\s*|\s+[-–—~]\s+|\s*[-–—~](?=[^\d\s]))"
#: A number or word that stands for something: ``0:``, ``1 - ``, ``2停用``, ``DRAFT=``, ``M目录``.
_CODE = re.compile(
    rf"""
    (?P<number>(?<![0-9A-Za-z_.+])-?\d{{1,5}})
        (?:(?P<sign>{_SIGN})(?=[^\s\d]|\d*[^\W\d_])|[.、)]\s*(?=[{_WIDE}])|\s*(?=[{_WIDE}]))
    |(?P<word>(?<![0-9A-Za-z_./])[A-Za-z][A-Za-z0-9_]{{0,29}})
        (?:(?:{_SIGN})(?=\S)|(?<=\b[A-Za-z])(?=[{_WIDE}]))
    """,
    re.VERBOSE,
)
#: Marks of full width as those of a keyboard, one for one, so that places stay the same.
_NARROW = str.maketrans("：；，（）［］＝｜／－｛｝＜＞　", ":;,()[]=|/-{}<> ")
_BETWEEN = " \t\r\n,;、/|。."
_OPENING, _CLOSING = "([{【<", ")]}】>"
_LONGEST_TITLE = 60
_LONGEST_LABEL = 60
_FEWEST = 2
#: Without a label before it, ``TCP/IP`` would be a list of two.
_FEWEST_BARE = 3
#: What stands before brackets at the end, before a colon or a comma.
_HEAD = re.compile(r"[^:,(\[{][^:,]*?(?=\s*[(\[{][^()]*[)\]}]\s*$|\s*[:,]|\s*$)")
#: A list that goes on is none.
_AND_SO_ON = frozenset({"等", "等等"})
_ENTRY = rf"[A-Za-z][A-Za-z0-9_]{{0,29}}(?:\s+[{_WIDE}]+)?"
#: Words with nothing but strokes between them: ``平台: wechat/qq``, ``manual 手动 / auto 自动``.
_SLASHED = re.compile(
    rf"(?:(?P<label>[^:(/]+):\s*)?(?P<list>{_ENTRY}(?:\s*/\s*{_ENTRY})+)\s*(?:\([^()]*\))?"
)
#: What stands in such a list and is none: parts of a date, sorts of media before their kind.
_NO_LIST = re.compile(
    r"yyyy/|mm/dd|dd/mm|^(?:application|text|image|audio|video)/\w+$", re.IGNORECASE
)
#: What may stand in brackets behind a label and belongs to it.
_UNITS = frozenset(
    {
        *(
            "分",
            "元",
            "角",
            "万元",
            "%",
            "‰",
            "秒",
            "毫秒",
            "分钟",
            "小时",
            "天",
            "日",
            "月",
            "年",
            "个",
            "件",
        ),
        *(
            "次",
            "人",
            "米",
            "厘米",
            "毫米",
            "公里",
            "平方米",
            "克",
            "千克",
            "公斤",
            "吨",
            "像素",
            "度",
            "℃",
        ),
        *(
            "byte",
            "bytes",
            "b",
            "kb",
            "mb",
            "gb",
            "ms",
            "s",
            "cm",
            "mm",
            "m",
            "km",
            "kg",
            "g",
            "px",
        ),
    }
)


def parse_comment(comment: str) -> Remark:
    """Return the label and the choices of a comment; a text that lists nothing is all label."""
    comment = comment.strip()
    for sort in ("number", "word"):
        found = _listed(comment, sort)
        if found is not None:
            return found
    return _slashed(comment) or Remark(_named(comment))


def _slashed(comment: str) -> Remark | None:
    """Return what ``来源: manual 手动 / auto 自动`` lists; examples and open ends list nothing."""
    found = _SLASHED.fullmatch(comment.translate(_NARROW))
    if found is None or _NO_LIST.search(found["list"]):
        return None
    entries = [entry.strip().partition(" ") for entry in found["list"].split("/")]
    values = [value for value, _space, _title in entries]
    bare = found["label"] is None
    if any(title.strip() in _AND_SO_ON for _value, _space, title in entries):
        return None
    if len(set(values)) != len(values) or (bare and len(values) < _FEWEST_BARE):
        return None
    label = "" if bare else _label(comment[: found.end("label")])
    return Remark(label, tuple((value, title.strip()) for value, _space, title in entries))


def _named(comment: str) -> str:
    """Return what a Chinese comment calls the thing, without what it explains behind that."""
    text = comment.translate(_NARROW)
    head = _HEAD.match(text)
    if head is None or not re.search(f"[{_WIDE}]", comment):
        return _label(comment)
    unit = re.match(r"\s*\(\s*([^()]{1,5}?)\s*\)", text[head.end() :])
    kept = unit.end() if unit is not None and unit[1].casefold() in _UNITS else 0
    return _label(comment[: head.end()]) + comment[head.end() :][:kept]


def _listed(comment: str, sort: str) -> Remark | None:
    text = comment.translate(_NARROW)
    codes = list(_codes(text, sort))
    if sort == "word":
        codes = _from_list(text, codes)
    if len(codes) < _FEWEST:
        return None
    pairs = tuple(_pairs(text, codes))
    values = [value for value, _title in pairs]
    titled = all(0 < len(title) <= _LONGEST_TITLE for _value, title in pairs)
    if not titled or len(set(values)) != len(values):
        return None
    return Remark(_label(comment[: codes[0].start()]), pairs)


def _codes(text: str, sort: str) -> Iterator[re.Match[str]]:
    """Yield the codes of one sort that stand where an entry can begin."""
    for found in _CODE.finditer(text):
        if found[sort] is None:
            continue
        before = text[: found.start()].rstrip()[-1:]
        begins = not before or not before.isalnum() or text[found.start() - 1].isspace()
        wide = bool(re.match(f"[{_WIDE}]", before or "-"))
        if begins or wide:
            yield found


def _from_list(text: str, codes: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out a leading label: ``status: A=active, B=blocked`` lists A and B.

    Words are codes only in brackets, behind a label with a colon, or when each is in capitals or
    the list is all there is; otherwise ``note: see below`` would be a choice.
    """
    if len(codes) > _FEWEST and codes[0].end() == codes[1].start():
        codes = codes[1:]
    if not codes:
        return []
    capitals = all(str(code["word"]).isupper() for code in codes)
    head = text[: codes[0].start()].rstrip()
    bracketed = head[-1:] in set(_OPENING) | {":"} and bool(head)
    signed = all("=" in text[code.start() : code.end()] for code in codes)
    return codes if capitals or bracketed or signed or _is_dense(text, codes) else []


def _is_dense(text: str, codes: list[re.Match[str]]) -> bool:
    """Tell whether entries follow each other with marks of a list between them."""
    if len(codes) < _FEWEST:
        return False
    ends = [text[: code.start()].rstrip()[-1:] for code in codes[1:]]
    return all(end in ",;、/|" for end in ends) and codes[0].start() > 0


def _pairs(text: str, codes: list[re.Match[str]]) -> Iterator[tuple[str, str]]:
    opened = [mark for mark in text[: codes[0].start()] if mark in _OPENING]
    closed = [mark for mark in text[: codes[0].start()] if mark in _CLOSING]
    inside = len(opened) > len(closed)
    for place, code in enumerate(codes):
        last = place + 1 == len(codes)
        end = len(text) if last else codes[place + 1].start()
        title = text[code.end() : end]
        yield code["number"] or code["word"], _title(title, inside=inside and last, last=last)


def _title(text: str, *, inside: bool, last: bool) -> str:
    """Return a title without what closes the list or parts it from the next."""
    depth, kept = 0, ""
    for mark in text:
        depth += (mark in _OPENING) - (mark in _CLOSING)
        if depth < 0 and inside:
            break
        kept += mark
    if last:
        kept = re.split(r"[。;\n]", kept)[0]
    return kept.strip(_BETWEEN) if not kept.strip().startswith(tuple(_OPENING)) else kept.strip()


def _label(text: str) -> str:
    label = text.strip(f"{_BETWEEN}，；：:-–—=(（[{{【<")
    label = re.split(r"[\n。;]", label)[0].strip()
    return label if len(label) <= _LONGEST_LABEL else ""
