"""Prove what was sealed anew or taken: signed by the house, in its place, for its reason."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from erp.foundation.head_keys import trusted_keys
from erp.foundation.models.seal import Seal, Sealer, SealKind
from erp.foundation.services.sealed_twice import may_follow, may_stand_first
from erp.foundation.signed_words import is_believed, is_mark_signed, seal_text

if TYPE_CHECKING:
    from erp.foundation.services.verifying import Verified

_SEALS, _SEALER = "foundation.seal", "foundation.sealer"


class SealRow(NamedTuple):
    """A seal as it is read."""

    operation_id: int
    pk: int
    kind: str
    parts: str
    note: str
    digest: str
    position: int | None
    key: str
    signature: str


class SealedAnew:
    """Checks the seals of one operation after the other against what the house would write."""

    def __init__(self, verified: Verified, labels: Mapping[str, str]) -> None:
        """Read the sealer's mark; ``labels`` name the table of each layout."""
        self.verified, self.labels = verified, labels
        self.trusted = trusted_keys()
        sealer = Sealer.objects.filter(pk=1).first()
        self.former = sealer.former_up_to if sealer else 0
        self.unsigned = sealer.unsigned_up_to if sealer else 0
        #: Position and number of the last operation that was taken.
        self.taken = (0, 0)
        if sealer is not None and not is_mark_signed(sealer):
            words = _(
                "The mark up to which operations are taken as they stood (#%(last)d) is not "
                "signed by the house: somebody moved it."
            )
            verified.find(words % {"last": self.former}, None, _SEALER)
        elif sealer is not None and sealer.taken_up_to < sealer.former_up_to:
            words = _(
                "Operations up to #%(last)d of before the chain wait to be taken as they stood."
            )
            verified.notes[words % {"last": sealer.former_up_to}] += 1

    def check(self, operation: int, seals: list[SealRow]) -> None:
        """Note what seals say of themselves; find those that the house would not have written."""
        for seal in seals:
            self.verified.kinds[seal.kind] += 1
            if seal.note:
                self.verified.notes[seal.note] += 1
            if Seal.digest_of(operation, seal.kind, seal.parts, seal.note) != seal.digest:
                self._find(_("Operation #%(operation)d: its seal was changed."), operation)
        if not self._is_in_order(seals):
            words = _("Operation #%(operation)d was sealed anew without a reason for it.")
            self._find(words, operation)
        if not _stand_in_turn(seals):
            words = _(
                "Operation #%(operation)d: its seals stand in the chain in another order than they "
                "were written: somebody swapped them."
            )
            self._find(words, operation)
        for former, seal in zip([None, *seals], seals, strict=False):
            if not self._is_ours(seal, former):
                words = _(
                    "Operation #%(operation)d was sealed anew by somebody who does not hold the "
                    "key of the house."
                )
                self._find(words, operation)
        stranger = self._stranger(seals[0])
        if stranger is not None:
            words = _(
                "Operation #%(operation)d was not there before the chain began, and was taken as "
                "if it had been."
            )
            self._find(words, stranger)

    def _find(self, words: str, operation: int) -> None:
        self.verified.find(words % {"operation": operation}, operation, _SEALS)

    def _is_in_order(self, seals: list[SealRow]) -> bool:
        return may_stand_first(seals[0].kind) and all(
            may_follow(former.parts, seal.kind, seal.parts, seal.note, self.labels)
            for former, seal in pairwise(seals)
        )

    def _is_ours(self, seal: SealRow, former: SealRow | None) -> bool:
        """Tell whether a seal that was not written with its operation was signed by the house."""
        if seal.kind == SealKind.WRITTEN:
            return True
        if seal.position is not None and 0 < seal.position <= self.unsigned:
            return True
        text = seal_text(seal.digest, former.digest if former else "")
        return is_believed(text, seal.key, seal.signature, self.trusted)

    def _stranger(self, seal: SealRow) -> int | None:
        """Return the operation that was not among those of before the chain, if one was taken.

        The house took them one after the other, so one that stands behind a later one came late.
        """
        if seal.kind != SealKind.TAKEN:
            return None
        if not 0 < seal.operation_id <= self.former:
            return seal.operation_id
        if seal.position is None:
            return None
        before, self.taken = self.taken, (seal.position, seal.operation_id)
        return before[1] if before[0] > seal.position else None


def _stand_in_turn(seals: list[SealRow]) -> bool:
    """Tell whether the places of an operation's seals ascend, those that wait for one last.

    What stands below the first place is found along the chain.
    """
    places = [inf if seal.position is None else seal.position for seal in seals]
    inside = [place for place in places if place > 0]
    return inside == sorted(inside)
