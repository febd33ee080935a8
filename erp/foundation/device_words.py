"""What a browser says of itself, in two words: which one it is and on what it runs."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

#: In this order: many browsers name those that they descend from, too.
_BROWSERS = (
    (re.compile(r"MicroMessenger/(\d+)"), "WeChat"),
    (re.compile(r"Edg(?:e|A|iOS)?/(\d+)"), "Edge"),
    (re.compile(r"(?:OPR|Opera)/(\d+)"), "Opera"),
    (re.compile(r"SamsungBrowser/(\d+)"), "Samsung Internet"),
    (re.compile(r"(?:Firefox|FxiOS)/(\d+)"), "Firefox"),
    (re.compile(r"(?:Chrome|CriOS|Chromium)/(\d+)"), "Chrome"),
    (re.compile(r"Version/(\d+)[\d.]* .*Safari/"), "Safari"),
    (re.compile(r"(?:curl|python-requests|Wget)/(\d+)"), "script"),
)
_SYSTEMS = (
    (re.compile(r"iPhone"), "iPhone"),
    (re.compile(r"iPad"), "iPad"),
    (re.compile(r"OpenHarmony|HarmonyOS"), "HarmonyOS"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"CrOS"), "ChromeOS"),
    (re.compile(r"Macintosh|Mac OS X"), "macOS"),
    (re.compile(r"Linux"), "Linux"),
)


def device_words(user_agent: str) -> str:
    """Return browser and system for people, such as “Firefox 128 · Windows”.

    It is what the browser claims: good enough to know one's own devices by, no proof of anything.
    """
    parts = [part for part in (_browser(user_agent), _system(user_agent)) if part]
    return " · ".join(parts) or _("unknown device")


def _browser(user_agent: str) -> str:
    for pattern, name in _BROWSERS:
        found = pattern.search(user_agent)
        if found:
            return f"{name} {found[1]}" if name != "script" else _("a script")
    return ""


def _system(user_agent: str) -> str:
    return next((name for pattern, name in _SYSTEMS if pattern.search(user_agent)), "")
