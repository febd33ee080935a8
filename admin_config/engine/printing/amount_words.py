"""Write amounts out: in English words, and in the capital numerals of Chinese papers."""

from __future__ import annotations

from decimal import Decimal

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_POWERS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_HUNDRED = 100
_TWENTY = 20

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def in_words(amount: Decimal, currency: str, *, language: str, digits: int = 2) -> str:
    """Return an amount of money in words, in the language of the paper.

    ``currency`` is its name there, such as ``US dollar`` or ``人民币``; ``digits`` how many places
    it has (at most two are told).
    """
    chinese = language.startswith("zh")
    return _chinese(amount, currency) if chinese else _english(amount, currency, digits)


def _english(amount: Decimal, currency: str, digits: int) -> str:
    whole, cents = _parts(amount)
    said = _cardinal(whole)
    if digits:
        said += f" and {cents:02d}/100"
    sign = "minus " if amount < 0 else ""
    return f"{currency} {sign}{said} only"


def _cardinal(number: int) -> str:
    if number < _TWENTY:
        return _SMALL[number]
    if number < _HUNDRED:
        tens, rest = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")
    if number < 10 * _HUNDRED:
        hundreds, rest = divmod(number, _HUNDRED)
        said = f"{_SMALL[hundreds]} hundred"
        return f"{said} and {_cardinal(rest)}" if rest else said
    power, name = next((power, name) for power, name in _POWERS if number >= power)
    many, rest = divmod(number, power)
    said = f"{_cardinal(many)} {name}"
    if not rest:
        return said
    return f"{said} and {_cardinal(rest)}" if rest < _HUNDRED else f"{said} {_cardinal(rest)}"


def _chinese(amount: Decimal, currency: str) -> str:
    """Return the amount as GB/T 15835 and the rules for bills write it: 壹仟零壹元零伍分.

    ``整`` ends an amount without 分; a zero between two digits is told once.
    """
    whole, cents = _parts(amount)
    tenths, hundredths = divmod(cents, 10)
    said = f"{_numerals(whole)}元" if whole or not cents else ""
    if tenths:
        said += f"{'零' if whole and whole % 10 == 0 else ''}{_DIGITS[tenths]}角"
    elif hundredths and whole:
        said += "零"
    said += f"{_DIGITS[hundredths]}分" if hundredths else "整"
    return f"{currency}{'负' if amount < 0 else ''}{said}"


def _numerals(number: int) -> str:
    if not number:
        return "零"
    said, zero = "", False
    for place in reversed(range(len(str(number)))):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if zero else "") + _DIGITS[digit] + _PLACES[place % 4]
            zero = False
        else:
            zero = bool(said)
        if place and place % 4 == 0 and number // 10**place % 10_000:
            said, zero = said + _GROUPS[place // 4], False
    return said


def _parts(amount: Decimal) -> tuple[int, int]:
    """Return the whole units and the hundredths, both without sign."""
    hundredths = int(abs(amount) * 100)
    return divmod(hundredths, 100)
