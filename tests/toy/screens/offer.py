"""The screen of toy offers."""

from admin_config.engine.spec import Copy, Lines, Screen
from tests.toy.models import Offer, OfferLine

SCREEN = Screen(
    Offer,
    icon="redeem",
    lines=(Lines(OfferLine, columns=("wording", "quantity", "price"), order="position"),),
    copy=Copy(reset=("status",), along=("lines",)),
    small=True,
)
