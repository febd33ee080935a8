"""The screen of those of the toy domain's neighbours who borrow."""

from admin_config.engine.spec import Copy, Screen
from tests.toy.models import Borrower

SCREEN = Screen(Borrower, icon="front_hand", copy=Copy(reset=("is_lender",)))
