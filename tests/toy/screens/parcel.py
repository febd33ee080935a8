"""The screen of parcels, which continue offers."""

from admin_config.engine.spec import Continues, Copy, Lines, Screen
from tests.toy.models import Parcel, ParcelLine
from tests.toy.parcels import PARCEL_OF_OFFER

SCREEN = Screen(
    Parcel,
    icon="package_2",
    lines=(Lines(ParcelLine, columns=("wording", "quantity"), order="position"),),
    copy=Copy(reset=("status",), along=("lines",)),
    continues=(Continues(PARCEL_OF_OFFER, "Pack a parcel", icon="package_2"),),
    small=True,
)
