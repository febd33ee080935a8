"""Names of time zones as people may type them."""

import zoneinfo

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_time_zone(name: str) -> None:
    """Refuse what is no name of a time zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        message = _("“%(name)s” is no time zone; write for example Asia/Shanghai.")
        raise Refusal(message, code="zone", params={"name": name}) from None
