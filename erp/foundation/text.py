"""One way to compare texts and codes: trimmed, width-folded, case-folded."""

import re
import unicodedata
from functools import lru_cache

_BLANKS = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+", re.UNICODE)
_LINKED = re.compile(r"[^\W_]+(?:[-./_+*xX×][^\W_]+)+", re.UNICODE)
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3040-\u30ff\uac00-\ud7af]+")

_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+", re.UNICODE)

#: Longer tokens are cut; a longer query word is cut the same way.
TOKEN_LENGTH = 32
#: A code is found from any of so many parts on: ``6205-2RS-C3`` also by ``2rsc3``.
_CODE_PARTS = 4
#: Texts up to this length are remembered with their folded form and tokens: one code or name is
#: asked for as key, as mark, as match and for the search.
_REMEMBERED_LENGTH = 64


def is_storable_text(value: object) -> bool:
    """Tell whether this is a text that every database holds: no zero byte, no half character."""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def fold(value: str) -> str:
    """Return the text as it is compared: NFKC, case-folded, blanks collapsed, outer blanks off."""
    return _known_fold(value) if len(value) <= _REMEMBERED_LENGTH else _fold(value)


def _fold(value: str) -> str:
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", value).casefold()).strip()


_known_fold = lru_cache(16_384)(_fold)


def squeeze(value: str) -> str:
    """Return the folded text without anything that is neither letter nor digit (for codes)."""
    return _known_squeeze(value) if len(value) <= _REMEMBERED_LENGTH else _squeeze(value)


def _squeeze(value: str) -> str:
    return "".join(_WORDS.findall(fold(value)))


_known_squeeze = lru_cache(8_192)(_squeeze)


def _word_tokens(word: str) -> set[str]:
    """Return the tokens of one word: itself, or pairs of characters where it is Chinese."""
    tokens: set[str] = set()
    rest = word
    for run in _CJK.findall(word):
        tokens.update(run[i : i + 2] for i in range(len(run)))
        rest = rest.replace(run, " ")
    tokens.update(part[:TOKEN_LENGTH] for part in rest.split())
    return tokens


def tokens_of(value: str) -> frozenset[str]:
    """Return what a stored text can be found by: words, squeezed codes, Chinese pairs."""
    return _known_tokens(value) if len(value) <= _REMEMBERED_LENGTH else _tokens(value)


def _tokens(value: str) -> frozenset[str]:
    folded = fold(value)
    tokens: set[str] = set()
    for word in _WORDS.findall(folded):
        if word.isascii():
            tokens.add(word[:TOKEN_LENGTH])
        else:
            tokens |= _word_tokens(word)
    for code in _LINKED.findall(folded):
        tokens |= _code_tokens(_WORDS.findall(code))
    return frozenset(tokens)


_known_tokens = lru_cache(4_096)(_tokens)


def _code_tokens(parts: list[str]) -> set[str]:
    """Return the code without its dashes, from its beginning and from each later part on."""
    starts = range(max(1, min(len(parts) - 1, _CODE_PARTS)))
    return {"".join(parts[start:])[:TOKEN_LENGTH] for start in starts}


def terms_of(query: str) -> list[str]:
    """Return the token prefixes that a hit must have, all of them.

    A code written with dashes counts as one squeezed term, a Chinese run as its pairs, the two
    sides of a mail address as a term each.
    """
    terms: list[str] = []
    for word in fold(query).replace("@", " ").split():
        if _CJK.search(word):
            for run in _CJK.findall(word):
                terms += [run[i : i + 2] for i in range(max(1, len(run) - 1))]
            terms += [squeeze(part)[:TOKEN_LENGTH] for part in _CJK.sub(" ", word).split()]
        else:
            terms.append(squeeze(word)[:TOKEN_LENGTH])
    return list(dict.fromkeys(term for term in terms if term))


def readings_of(query: str) -> list[list[str]]:
    """Return the ways to read a query; what fits any of them is meant.

    As it was typed; as one code without blanks (``NU 205`` finds NU205); letters and digits
    apart (``nu205`` finds NU 205).
    """
    readings = [terms_of(query)]
    code = squeeze(query)
    if any(sign.isdigit() for sign in code) and not _CJK.search(code):
        parts = _LETTERS_OR_DIGITS.findall(code)
        readings += [[code[:TOKEN_LENGTH]], parts if all(len(p) > 1 for p in parts) else []]
    different: list[list[str]] = []
    for reading in readings:
        if reading and reading not in different:
            different.append(reading)
    return different


def is_pair(term: str) -> bool:
    """Tell whether a term is a whole Chinese pair, which is matched exactly and not as a prefix."""
    return len(term) == 2 and bool(_CJK.fullmatch(term))  # noqa: PLR2004 - a pair
