"""The screen of the toy domain's shelf records."""

from admin_config.engine.spec import Screen
from tests.toy.models import Shelf

SCREEN = Screen(Shelf, icon="shelves", small=True)
