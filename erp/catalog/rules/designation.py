"""How a customer's words are read: what may be a code, a maker's name, a quantity, or noise."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from erp.catalog.rules.chinese_words import CHINESE, CHINESE_RUN, not_understood, simplified
from erp.foundation.text import fold, squeeze

#: More of a pasted text is not read.
_MOST_SIGNS = 300
_MOST_WORDS = 24
#: So many words next to each other may be one code (``NU 205 ECP C3``) or one maker's name.
_MOST_JOINED = 4
_SHORTEST_CODE = 2
_LONGEST_CODE = 60
#: A maker's name in Chinese has so many characters.
_CHINESE_NAME = range(2, 7)

_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\u2043\uff0d\uff70\u30fc~]")
_TIMES = re.compile("[×✕✖]")
_UNITS = (
    "只|个|件|套|台|条|根|支|把|箱|包|盒|对|副|粒|片|米|pcs?|pce|pieces?|ea|each|sets?|pairs?"
    "|units?|nos|box(?:es)?|bags?|cartons?|ctns?|stk"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d{1,8}(?:\.\d{1,4})?"
#: What states a quantity beyond doubt: with a unit, after ``x``, after the word for it, in a cell.
_QUANTITIES = (
    re.compile(rf"(?:qty|quantity|quantities|数量)\.?\s*[:=]?\s*({_NUMBER})"
               rf"(?![\w.\-])\s*(?:{_UNITS})?(?![a-z0-9])"),
    re.compile(rf"(?<![a-z0-9.\-/])({_NUMBER})\s*(?:{_UNITS})\.?(?![a-z0-9\-])"),
    re.compile(rf"(?<!\S)[x*]\s?({_NUMBER})(?!\S)"),
    re.compile(rf"\t\s*({_NUMBER})\s*$"),
)  # fmt: skip
#: Words with which a customer says that he does not mean exactly this.
_LOOSE = re.compile(
    r"(?:^|[^a-z])(?:or|not|without|similar|equivalent|alternative|instead|replaces?|replacement)(?![a-z])|或|不要|不是|不带|非|替代|代替|代用|等同|同等|类似|相当|可替"
    rf"|以外|之外|除外|除了|除(?![{CHINESE}])|仿|山寨"
)
_SEPARATORS = re.compile(r"[\s,;:()\[\]{}<>\"'|!?。、【】《》“”‘’=]+")
_SOFT = "-./_+*#&@"
_GLUED_BEFORE = re.compile(r"^([^\W\d_]{2,})[-./_]?((?=.*\d).+)$")
_GLUED_AFTER = re.compile(r"^((?=.*\d).+)[-./_]([^\W\d_]{2,})$")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w]+(?=\d)|(?<=\d)_+(?=\d)")

#: Words that go with any enquiry and name no goods; none is so short that it may be an ending.
NOISE = frozenset(
    word
    for line in (
        "and the for are you our your pls plz please quote quotation quoting price prices pricing",
        "offer enquiry inquiry rfq need needs want wanted require required request send brand",
        "original genuine stock type model item items part parts number article code sku size qty",
        "quantity order urgent asap best dear hello thanks thank with from delivery lead time",
        "unit units pcs each total line made maker manufacturer product products",
    )
    for word in line.split()
)


@dataclass(frozen=True)
class Word:
    """A word of a wording: as it stands, in which stretch of text, and at which place."""

    text: str
    stretch: int
    place: int


@dataclass(frozen=True)
class Code:
    """What may be a code or designation: one word or several next to each other."""

    #: As it was written, folded.
    text: str
    #: Without anything that is neither letter nor digit.
    key: str
    #: Places of the words that it takes.
    places: frozenset[int]


@dataclass(frozen=True)
class Wording:
    """A customer's words, taken apart."""

    text: str
    words: tuple[Word, ...] = ()
    chinese: tuple[str, ...] = ()
    quantity: str = ""
    #: He says that something else would do as well, or that this is what he does not want; he may
    #: say so also where it is too long to be read to its end.
    loose: bool = False
    #: Makers' names found in it, folded, with the places of their words.
    makers: dict[str, frozenset[int]] = field(default_factory=dict)


def plain(text: str) -> str:
    """Return a text folded, with every kind of dash and cross as the plain one."""
    return _TIMES.sub("x", _DASHES.sub("-", fold(text)))


def read_wording(text: str) -> Wording:
    """Take a wording apart; nothing is looked up."""
    cut = text[:_MOST_SIGNS]
    tabbed = "\t".join(plain(cell) for cell in cut.split("\t"))
    quantity, rest = _take_quantity(tabbed)
    words = tuple(_words_of(rest))
    unread = len(text) > _MOST_SIGNS or len(words) > _MOST_WORDS
    return Wording(
        text=text,
        words=words[:_MOST_WORDS],
        chinese=tuple(CHINESE_RUN.findall(rest)),
        quantity=quantity,
        loose=unread or bool(_LOOSE.search(simplified(rest))),
    )


def _take_quantity(text: str) -> tuple[str, str]:
    """Return the quantity and the text without it; a text of nothing else keeps it."""
    for pattern in _QUANTITIES:
        found = pattern.search(simplified(text))
        if found is None:
            continue
        rest = f"{text[: found.start()]} \t {text[found.end() :]}"
        if squeeze(rest):
            return found.group(1).replace(",", ""), rest
    return "", text


def _words_of(text: str) -> Iterator[Word]:
    place = 0
    stretches = re.split(rf"[\t,;|()\[\]。、【】]+|[{CHINESE}]+", text)
    for number, stretch in enumerate(stretches):
        for raw in _SEPARATORS.split(stretch):
            word = raw.strip(_SOFT)
            if word:
                yield Word(word, number, place)
                place += 1


def possible_makers(wording: Wording) -> set[str]:
    """Return every piece of the wording that could be a maker's name, folded."""
    found = {word.text for word in wording.words}
    for word in wording.words:
        found |= {maker for maker, _rest in _apart(word.text)}
    for joined in _runs(wording.words):
        found.add(" ".join(word.text for word in joined))
    for run in {*wording.chinese, *map(simplified, wording.chinese)}:
        found |= {
            run[start : start + length]
            for length in _CHINESE_NAME
            for start in range(len(run) - length + 1)
        }
    return {name for name in found if not name.isdigit()}


def _apart(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a word may hold maker and code: ``skf6205``, ``6205/skf``."""
    before, after = _GLUED_BEFORE.match(text), _GLUED_AFTER.match(text)
    if before:
        yield before.group(1), before.group(2).strip(_SOFT)
    if after:
        yield after.group(2), after.group(1).strip(_SOFT)


def _runs(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """Yield all runs of neighbouring words, the longest first."""
    for length in range(min(_MOST_JOINED, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if run[0].stretch == run[-1].stretch:
                yield run


def with_makers(wording: Wording, known: Collection[str]) -> Wording:
    """Return the wording with the known makers in it told apart from the codes."""
    words: list[Word] = []
    makers: dict[str, set[int]] = {}
    for word in wording.words:
        parts = [word.text]
        for maker, rest in _apart(word.text):
            if maker in known and word.text not in known:
                makers.setdefault(maker, set()).add(len(words))
                parts = [maker, rest]
                break
        for part in parts:
            words.append(Word(part, word.stretch, len(words)))
    taken: set[int] = set()
    for run in _runs(tuple(words)):
        name, places = " ".join(word.text for word in run), {word.place for word in run}
        if name in known and not places & taken:
            makers.setdefault(name, set()).update(places)
            taken |= places
    for name in possible_makers(Wording(wording.text, chinese=wording.chinese)) & set(known):
        makers.setdefault(name, set())
    settled = {name: frozenset(places) for name, places in makers.items()}
    return Wording(
        wording.text, tuple(words), wording.chinese, wording.quantity, wording.loose, settled
    )


def possible_codes(wording: Wording) -> list[Code]:
    """Return everything that may be a code, what takes most words first."""
    found: dict[tuple[str, frozenset[int]], Code] = {}
    for run in _runs(wording.words):
        text = " ".join(word.text for word in run)
        key = squeeze(text)
        if not _SHORTEST_CODE <= len(key) <= _LONGEST_CODE:
            continue
        places = frozenset(word.place for word in run)
        found.setdefault((key, places), Code(text, key, places))
    return list(found.values())


def likely_codes(wording: Wording) -> list[Code]:
    """Return the codes worth a search for similar ones, what has a digit before anything else."""
    named = frozenset().union(*wording.makers.values()) if wording.makers else frozenset()
    found = [
        code
        for code in possible_codes(wording)
        if not code.places & named and len(code.key) > _SHORTEST_CODE and code.text not in NOISE
    ]
    return [code for code in found if any(sign.isdigit() for sign in code.key)] or found


def left_over(
    wording: Wording, code: Code, explained: Collection[str] = (), names: Collection[str] = ()
) -> list[str]:
    """Return the words that neither the code nor a maker nor the usual courtesies account for.

    ``explained`` are words of the goods' own name and category, ``names`` those in Chinese.
    """
    named = frozenset().union(code.places, *wording.makers.values())
    words = [
        word.text
        for word in wording.words
        if word.place not in named
        and word.text not in NOISE
        and word.text not in explained
        and squeeze(word.text)
    ]
    makers = {*wording.makers, *explained}
    return words + [part for run in wording.chinese for part in not_understood(run, makers, names)]


def is_written_alike(asked: str, stored: str) -> bool:
    """Tell whether two codes of one key also agree where a dash or point stands between digits.

    ``6205-2RS`` and ``62052RS`` do; ``M8x12.5`` and ``M8x1.25`` do not, nor ``1-12`` and ``11-2``.
    """
    ours, theirs = _cuts(plain(asked)), _cuts(plain(stored))
    if _points(plain(asked)) != _points(plain(stored)):
        return False
    return ours <= theirs or theirs <= ours


def _cuts(text: str) -> set[int]:
    """Return how many letters and digits stand before each break between two digits."""
    return {len(squeeze(text[: found.start()])) for found in _BETWEEN_DIGITS.finditer(text)}


def _points(text: str) -> set[int]:
    """Return the places of decimal points."""
    return {
        len(squeeze(text[: found.start()]))
        for found in _BETWEEN_DIGITS.finditer(text)
        if found.group() in {".", ","}
    }
