"""The screens of the toy domain's neighbours, one for each role."""

from admin_config.engine.spec import Copy, Screen
from tests.toy.models import Borrower, Lender

LENDER = Screen(Lender, icon="volunteer_activism", copy=Copy(reset=("is_borrower",)))
BORROWER = Screen(Borrower, icon="front_hand", copy=Copy(reset=("is_lender",)))
