"""The screen of the toy domain's tag records."""

from admin_config.engine.spec import Screen
from tests.toy.models import Tag

SCREEN = Screen(Tag, icon="label", small=True)
