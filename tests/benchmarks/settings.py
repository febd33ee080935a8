"""The project's settings with the market beside it, for measuring."""

from erp.settings import *  # noqa: F403 - the same settings, by intent

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.market"]  # noqa: F405
MIGRATION_MODULES = {"market": None}
ROOT_URLCONF = "tests.benchmarks.urls"
ALLOWED_HOSTS = ["*"]
