"""Texts of papers that say the same in both languages."""

from __future__ import annotations

from erp.company.models import Paper, TextBlock, TextKind
from erp.foundation.models import Language


def text_pairs(paper: Paper) -> list[tuple[str, str, str]]:
    """Return the terms and remarks of a kind of paper as (kind, English, Chinese).

    Blocks of one name are a pair; so are the only ones of a kind in either language. Of any other
    block nobody knows what says the same.
    """
    blocks = TextBlock.objects.filter(
        paper=paper, active=True, kind__in=(TextKind.TERMS, TextKind.REMARKS)
    ).order_by("kind", "name_key")
    found: dict[tuple[str, str], dict[str, str]] = {}
    for block in blocks:
        found.setdefault((block.kind, block.language), {})[block.name_key] = block.text
    pairs = []
    for kind in (TextKind.REMARKS, TextKind.TERMS):
        english = found.get((kind, Language.ENGLISH), {})
        chinese = found.get((kind, Language.CHINESE), {})
        names = [(name, name) for name in english if name in chinese]
        if len(english) == len(chinese) == 1:
            names = list(zip(english, chinese, strict=True))
        pairs += [(kind.value, english[one], chinese[two]) for one, two in names]
    return pairs
