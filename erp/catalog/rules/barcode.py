"""What a barcode must keep."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

#: Lengths of the numbers of GS1: GTIN-8, UPC-A, EAN-13, GTIN-14.
_LENGTHS = (8, 12, 13, 14)


def gtin_check_digit(digits: str) -> int:
    """Return the last digit that GS1 gives to the digits before it: weights 3 and 1 in turn."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return -total % 10


def check_barcode(barcode: str) -> None:
    """Refuse a number that looks like a GTIN and whose check digit is wrong."""
    text = unicodedata.normalize("NFKC", barcode).replace("-", "").replace(" ", "")
    if not (text.isascii() and text.isdigit()) or len(text) not in _LENGTHS:
        return
    right = gtin_check_digit(text[:-1])
    if int(text[-1]) != right:
        message = _("The check digit is wrong: a number that begins so ends with %(digit)s.")
        raise Refusal({"barcode": message % {"digit": right}})
