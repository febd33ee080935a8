"""The screen of the toy domain's piece records."""

from admin_config.engine.spec import Screen
from tests.toy.models import Piece

SCREEN = Screen(Piece, icon="extension", small=True)
