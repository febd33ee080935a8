"""The screen of those of the toy domain's neighbours who lend."""

from admin_config.engine.spec import Copy, Screen
from tests.toy.models import Lender

SCREEN = Screen(Lender, icon="volunteer_activism", copy=Copy(reset=("is_borrower",)))
