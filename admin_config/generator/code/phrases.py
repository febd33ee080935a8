"""What written rules and steps say to people, with the Chinese of it."""

from __future__ import annotations

#: What is said of a day or a number that breaks a comparison, by its operator.
OF_DAYS: dict[str, tuple[str, str]] = {
    ">=": ("This is before “%(other)s”.", "早于“%(other)s”。"),
    ">": ("This is not after “%(other)s”.", "须晚于“%(other)s”。"),
    "<=": ("This is after “%(other)s”.", "晚于“%(other)s”。"),
    "<": ("This is not before “%(other)s”.", "须早于“%(other)s”。"),
    "!=": ("This is the same as “%(other)s”.", "不能与“%(other)s”相同。"),
}
OF_NUMBERS: dict[str, tuple[str, str]] = {
    ">=": ("This is less than “%(other)s”.", "小于“%(other)s”。"),
    ">": ("This is not more than “%(other)s”.", "须大于“%(other)s”。"),
    "<=": ("This is more than “%(other)s”.", "大于“%(other)s”。"),
    "<": ("This is not less than “%(other)s”.", "须小于“%(other)s”。"),
    "!=": OF_DAYS["!="],
}
BETWEEN = ("This is not between %(low)s and %(high)s.", "须在 %(low)s 与 %(high)s 之间。")
WITH = ("Needed where “%(other)s” is given.", "填写了“%(other)s”时必填。")
WHEN = ("Needed where “%(other)s” is “%(value)s”.", "“%(other)s”为“%(value)s”时必填。")
EITHER = ("Fill in this or “%(other)s”.", "请填写此项或“%(other)s”。")
FILL_IN = ("Fill in “%(field)s” first.", "请先填写“%(field)s”。")


def no_lines(title: str, chinese: str) -> tuple[str, str]:
    """Return what is said of a paper without lines."""
    article = "An" if title[:1].lower() in "aeiou" else "A"
    return f"{article} {title} needs at least one line.", f"{chinese}至少要有一行。" * bool(chinese)


def waits_for_me(plural: str, chinese: str) -> tuple[str, str]:
    """Return the title of the card with papers that a person may approve."""
    title = f"{plural[:1].upper()}{plural[1:]} that wait for my approval"
    return title, f"待我批准的{chinese}" * bool(chinese)
