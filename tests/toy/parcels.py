"""The toy domain's rules of a chain: an agreed offer goes out in parcels, part by part."""

from erp.foundation.continuing import Continuation, chain
from erp.foundation.life_cycle import LifeCycle, Step, govern
from erp.foundation.locked_parts import settle_parts
from tests.toy.models import Offer, OfferLine, Parcel, ParcelLine
from tests.toy.models.parcel import OfferStatus, ParcelStatus

_DRAFT, _AGREED = OfferStatus.DRAFT.value, OfferStatus.AGREED.value
_DROPPED = OfferStatus.DROPPED.value
OFFER = LifeCycle(
    model=Offer,
    start=_DRAFT,
    open=frozenset({_DRAFT}),
    past=frozenset({_DROPPED}),
    parts=((OfferLine, "offer"),),
    steps=(
        Step("agree", frozenset({_DRAFT}), _AGREED),
        Step("reopen", frozenset({_AGREED}), _DRAFT),
        Step("drop", frozenset({_DRAFT, _AGREED}), _DROPPED),
    ),
)
_OPEN, _SENT = ParcelStatus.DRAFT.value, ParcelStatus.SENT.value
_STOPPED = ParcelStatus.STOPPED.value
PARCEL = LifeCycle(
    model=Parcel,
    start=_OPEN,
    open=frozenset({_OPEN}),
    past=frozenset({_SENT}),
    parts=((ParcelLine, "parcel"),),
    steps=(
        Step("send", frozenset({_OPEN}), _SENT),
        Step("stop", frozenset({_OPEN, _SENT}), _STOPPED),
        Step("go_on", frozenset({_STOPPED}), _OPEN),
    ),
)
PARCEL_OF_OFFER = Continuation(
    line=ParcelLine,
    relation="parcel",
    source="offer_line",
    of="offer",
    when=frozenset({_AGREED}),
    void=frozenset({_STOPPED}),
    kept_from=frozenset({_DRAFT, _DROPPED}),
    once=("postage",),
)


def register() -> None:
    """Put the guards up."""
    for cycle in (OFFER, PARCEL):
        govern(cycle)
        settle_parts(cycle)
    chain(PARCEL_OF_OFFER)
