"""What a column holds, from its type, its name, its comment and the data in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from admin_config.generator.blueprint import Kind
from admin_config.generator.inference.findings import Trait
from admin_config.generator.inference.words import words_of
from admin_config.generator.reading import Column, Family

_SHORTEST_LONG_TEXT = 501
_PLAIN = {
    Family.TEXT: Kind.TEXT,
    Family.LONG_TEXT: Kind.LONG_TEXT,
    Family.INTEGER: Kind.INTEGER,
    Family.DECIMAL: Kind.NUMBER,
    Family.FLOAT: Kind.NUMBER,
    Family.BOOLEAN: Kind.YES_NO,
    Family.DATE: Kind.DATE,
    Family.MOMENT: Kind.MOMENT,
    Family.TIME: Kind.TEXT,
    Family.BINARY: Kind.FILE,
    Family.JSON: Kind.LONG_TEXT,
    Family.UUID: Kind.CODE,
    Family.ENUM: Kind.TEXT,
    Family.SET: Kind.LONG_TEXT,
    Family.OTHER: Kind.LONG_TEXT,
}
_TEXTS = (Family.TEXT, Family.LONG_TEXT)
_NUMBERS = (Family.DECIMAL, Family.FLOAT)
_MONEY = (
    "prices?|amounts?|totals?|subtotals?|costs?|fees?|balances?|salary|wages?|payments?|"
    "credits?|debits?|revenue|budgets?|deposits?|refunds?|charges?|money|msrp"
)
#: Families, words of a name, words of a comment, and what they tell together; the first that fits.
_RULES: tuple[tuple[tuple[Family, ...], str, str, Kind], ...] = (
    ((Family.TEXT,), r"e?mails?", "邮箱|电子邮件|邮件地址", Kind.EMAIL),
    (
        (Family.TEXT, Family.BINARY),
        r"images?|img|photos?|pictures?|pics?|avatars?|logos?|thumbnails?|portrait|covers?",
        "图片|图像|头像|照片|封面|缩略图|图标",
        Kind.IMAGE,
    ),
    ((Family.TEXT,), r"urls?|uris?|websites?|homepage|href|links?", "网址|链接|网站", Kind.LINK),
    ((Family.TEXT,), r"attachments?", "附件", Kind.FILE),
    (_NUMBERS, r"percent|percentage|pct", "百分比", Kind.PERCENT),
    (
        _NUMBERS,
        _MONEY,
        "金额|价格|单价|总价|费用|余额|押金|售价|成本|薪|元",
        Kind.MONEY,
    ),
)
#: What may stand behind the word that tells.
_AFTER = "(?:_(?:cache|net|gross|cny|rmb|usd|eur|cents))?"
#: Words that are money alone and something else beside these.
_NO_MONEY = re.compile(r"(?:^|_)(?:count|number|qty|quantity|rate|score|time|hours|days|points?)")
_MADE = re.compile(r"create|creation|insert|^add(?:ed)?_|_added$|^date_add")
_CHANGED = re.compile(r"updat|modif|chang|^write_|last_edit|^edit(?:ed)?_(?:at|on|time)")
_STAMP = re.compile(
    r"(?:^|_)(?:at|on|date|time|datetime|timestamp|ts|dt|create|modified|updated|"
    r"created|modification|update|changed|creation)$|^gmt_"
)
_DELETED = re.compile(
    r"^(?:is_?|f_?)?(?:del|delete|deleted|soft_deleted|removed)(?:_?flag|_?status)?$"
)
_DELETED_AT = re.compile(r"^(?:is_)?(?:deleted|removed|delete|gmt_delete)(?:_(?:at|on|time|date))$")
_FLAG = re.compile(
    r"^(?:is|has|can|allow|enable|need)_|_flag$|^(?:enabled|active|disabled|visible)$"
)
_CODE = re.compile(r"(?:^|_)(?:code|sku|barcode|serial|isbn|iban|ean|vin|number|no)$")
_LONGEST_CODE = 64


def kind_of(column: Column, comment: str, values: Iterable[object]) -> tuple[Kind, str]:
    """Return the kind of a column without choices and relations, and why."""
    name = "_".join(words_of(column.name))
    plain = _PLAIN[column.family]
    for families, words, chinese, kind in _RULES:
        if column.family in families and _says(name, words, comment, chinese, kind):
            return kind, "its name or comment"
    if column.family is Family.INTEGER and _FLAG.search(name) and _only_yes_no(values):
        return Kind.YES_NO, "its name, and nothing but 0 and 1 in it"
    if column.family is Family.TEXT:
        if column.length >= _SHORTEST_LONG_TEXT:
            return Kind.LONG_TEXT, f"its type {column.type}"
        if _CODE.search(name) and 0 < column.length <= _LONGEST_CODE:
            return Kind.CODE, "its name"
    return plain, f"its type {column.type}"


def _says(name: str, words: str, comment: str, chinese: str, kind: Kind) -> bool:
    if kind is Kind.MONEY and _NO_MONEY.search(name):
        return False
    if re.search(rf"(?:^|_)(?:{words}){_AFTER}$", name):
        return True
    return bool(re.search(rf"(?:{chinese})\s*$", comment))


def _only_yes_no(values: Iterable[object]) -> bool:
    return {value for value in values if value is not None} <= {0, 1}


def trait_of(column: Column) -> Trait:
    """Return what a column is for: a stamp, a flag of soft deletion, computed by the database."""
    name = "_".join(words_of(column.name))
    if column.generated:
        return Trait.GENERATED
    if column.family in {Family.MOMENT, Family.DATE}:
        return _stamp(name)
    flag = column.family in {Family.BOOLEAN, Family.INTEGER} or column.length == 1
    return Trait.DELETED if flag and _DELETED.match(name) else Trait.PLAIN


def _stamp(name: str) -> Trait:
    if _DELETED_AT.match(name):
        return Trait.DELETED
    if name in {"created", "updated", "modified", "changed"} or _STAMP.search(name):
        if _CHANGED.search(name):
            return Trait.CHANGED
        if _MADE.search(name):
            return Trait.CREATED
    return Trait.PLAIN
