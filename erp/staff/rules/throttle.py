"""How long somebody waits who signs in wrongly again and again, and when a riddle is asked."""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """After so many failures without a wait each further one doubles it, up to the longest."""

    free: int
    longest: dt.timedelta
    #: From how many failures on a riddle is asked as well.
    riddle: int


FIRST_WAIT = dt.timedelta(seconds=30)
#: Failures are forgotten when none was added for so long.
FORGOTTEN = dt.timedelta(hours=24)

#: A browser in which the account signed in before is counted on its own and by nothing else, so
#: that failures elsewhere never keep its person out.
DEVICE = "device"
#: One account from one address.
PAIR = "pair"
#: One account from anywhere: many addresses guess slowly, and its person waits minutes at most.
ACCOUNT = "account"
#: One address for any account: a whole office may sit behind it.
ADDRESS = "address"
#: Letters with a link to a new password: to one account, and asked for from one address.
LETTER = "letter"
LETTERS = "letters"
#: So many names at addresses that fail within an hour are unusual, or one account in so many.
_UNUSUAL = 10
_ONE_IN = 20
#: A riddle that was answered: it serves once.
USED = "used"

LIMITS = {
    DEVICE: Limit(free=5, longest=dt.timedelta(minutes=15), riddle=3),
    PAIR: Limit(free=5, longest=dt.timedelta(hours=1), riddle=3),
    ACCOUNT: Limit(free=15, longest=dt.timedelta(minutes=15), riddle=8),
    ADDRESS: Limit(free=30, longest=dt.timedelta(hours=1), riddle=10),
    LETTER: Limit(free=3, longest=dt.timedelta(hours=1), riddle=99),
    LETTERS: Limit(free=10, longest=dt.timedelta(hours=1), riddle=99),
}


def wait_after(kind: str, failures: int) -> dt.timedelta:
    """Return how long the next attempt waits after so many failures."""
    limit = LIMITS[kind]
    beyond = failures - limit.free
    if beyond < 0:
        return dt.timedelta(0)
    doubled: dt.timedelta = FIRST_WAIT * int(2 ** min(beyond, 20))
    return min(doubled, limit.longest)


def asks_riddle(kind: str, failures: int) -> bool:
    """Tell whether the next attempt has to answer a riddle."""
    return failures >= LIMITS[kind].riddle


def network_of(address: str | None) -> str:
    """Return what is counted as one address: of IPv6 the /64 that one customer is given."""
    if not address:
        return "unknown"
    found = ipaddress.ip_address(address)
    if found.version == 6 and found.ipv4_mapped is None:  # noqa: PLR2004 - the version
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)


def unusual_from(accounts: int) -> int:
    """Return how many failures within an hour are unusual in a house of so many accounts."""
    return max(_UNUSUAL, accounts // _ONE_IN)
