"""A riddle that people solve easily: letters in a picture, or a small sum told in words.

The picture travels inside the page and nothing is asked of any other server. Who cannot see it
answers the sum instead, in the language of the page. The answers are in the page too, as digests
that only the house can check, and each riddle serves once.
"""

from __future__ import annotations

import base64
import io
import random
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from PIL import Image, ImageDraw, ImageFont

from erp.staff.services.throttle import use_once

_SALT = "access.riddle"
_GOOD_FOR = 600
_LETTERS = "ABCDEFGHJKMNPRTUVWXY34679"
_LENGTH = 5
_SIZE = (220, 72)
_CHANCE = random.SystemRandom()
_NUMBERS = {
    2: pgettext_lazy("number", "two"),
    3: pgettext_lazy("number", "three"),
    4: pgettext_lazy("number", "four"),
    5: pgettext_lazy("number", "five"),
    6: pgettext_lazy("number", "six"),
    7: pgettext_lazy("number", "seven"),
    8: pgettext_lazy("number", "eight"),
    9: pgettext_lazy("number", "nine"),
}


@dataclass(frozen=True)
class Riddle:
    """What the page shows, and the sealed text by which the answer is checked."""

    picture: str
    question: str
    sealed: str


def new_riddle() -> Riddle:
    """Return a riddle in the language of the page."""
    letters = "".join(_CHANCE.choice(_LETTERS) for _i in range(_LENGTH))
    question, result = _sum()
    nonce = secrets.token_urlsafe(12)
    data = {"nonce": nonce, "right": [_digest(nonce, letters), _digest(nonce, str(result))]}
    return Riddle(_picture(letters), question, signing.dumps(data, salt=_SALT))


def is_solved(sealed: str, answer: str) -> bool:
    """Tell whether the answer is right, in time and the first to this riddle."""
    if not sealed or not answer:
        return False
    try:
        data: dict[str, Any] = signing.loads(sealed, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return False
    if not use_once(f"riddle {data['nonce']}"):
        return False
    given = _digest(data["nonce"], _plain(answer))
    letters, result = (constant_time_compare(given, right) for right in data["right"])
    return letters or result


def _plain(answer: str) -> str:
    return "".join(unicodedata.normalize("NFKC", answer[:50]).upper().split())


def _digest(nonce: str, answer: str) -> str:
    return salted_hmac(_SALT, f"{nonce}\n{answer}", algorithm="sha256").hexdigest()


def _sum() -> tuple[str, int]:
    """Return a question in words and its result."""
    one, other = _CHANCE.choice(list(_NUMBERS)), _CHANCE.choice(list(_NUMBERS))
    more, less = max(one, other), min(one, other)
    asked, result = _CHANCE.choice(
        (
            (_("How much is %(one)s plus %(other)s?"), more + less),
            (_("How much is %(one)s minus %(other)s?"), more - less),
            (_("How much is %(one)s times %(other)s?"), more * less),
        )
    )
    return asked % {"one": _NUMBERS[more], "other": _NUMBERS[less]}, result


def _picture(letters: str) -> str:
    """Return the letters, turned and crossed by lines, as an image for a page."""
    width, height = _SIZE
    image = Image.new("L", _SIZE, 255)
    step = (width - 30) // _LENGTH
    for place, letter in enumerate(letters):
        stamp = Image.new("L", (60, 60), 0)
        font = ImageFont.load_default(_CHANCE.randint(34, 42))
        ImageDraw.Draw(stamp).text((30, 30), letter, fill=255, font=font, anchor="mm")
        stamp = stamp.rotate(_CHANCE.uniform(-28, 28), resample=Image.Resampling.BICUBIC)
        corner = (10 + place * step + _CHANCE.randint(-6, 6), _CHANCE.randint(0, height - 60))
        image.paste(_CHANCE.randint(20, 90), corner, stamp)
    draw = ImageDraw.Draw(image)
    for _line in range(6):
        ends = [(_CHANCE.randint(0, width), _CHANCE.randint(0, height)) for _end in range(2)]
        draw.line(ends, fill=_CHANCE.randint(60, 160), width=_CHANCE.randint(1, 3))
    for _dot in range(260):
        draw.point((_CHANCE.randrange(width), _CHANCE.randrange(height)), _CHANCE.randint(0, 200))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
