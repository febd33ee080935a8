"""The settings of ``manage.py explore``: the house's own, without its domains, for one person."""

import os

# what the house is told about itself says nothing about somebody else's database
os.environ.update(MODE="embedded", HTTPS="0", SECURE_SSL_REDIRECT="0", EXTRA_APPS="", DEBUG="0")

from erp import environment as env
from erp.log_settings import logging_settings
from erp.settings import *  # noqa: F403 - the house's settings, with differences below
from erp.settings import INSTALLED_APPS, MIDDLEWARE, MODE, STORAGES

#: What the console stands on. An explored database has no use for the tables of any other domain,
#: of those that were generated since neither.
_NEEDED = {"erp.foundation", "erp.company", "erp.staff"}


def _is_left_out(app: str) -> bool:
    return app.startswith(("erp.", "tests.")) and app not in _NEEDED


INSTALLED_APPS = [
    *(app for app in INSTALLED_APPS if app != "django_rq" and not _is_left_out(app)),
    "admin_config.explorer",
]
#: The one account comes in by an address that opens once: it has no password and no second factor.
MIDDLEWARE = [name for name in MIDDLEWARE if "otp" not in name and "second_factor" not in name]
ROOT_URLCONF = "admin_config.explorer.urls"
#: The house's own screens stay away; those of the explored tables are added once it was read.
CONSOLE_MENU = ""
DATABASE_ROUTERS = ["admin_config.explorer.guard.Router"]
#: The console's own tables lie in a file of their own, which the command names.
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
#: Nobody works in the background here: every export is written while one waits.
JOB_DISPATCHER = ""
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
HTTPS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
#: Cookies know no ports: another console on this machine must not take these for its own.
SESSION_COOKIE_NAME = f"explore_session_{os.getpid()}"
CSRF_COOKIE_NAME = f"explore_csrf_{os.getpid()}"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DEMO_SIGN_INS = ""
#: A stored time is shown as it is stored.
DEFAULT_ZONE = "UTC"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
#: The terminal is for addresses: only what goes wrong is told there.
LOG_LEVEL = env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="WARNING")
LOGGING = logging_settings(MODE, LOG_LEVEL)
