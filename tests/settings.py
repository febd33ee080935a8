"""The project's settings as the tests run them: the toy domain beside it, everything temporary."""

import atexit
import os
import shutil
import tempfile

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="countinghouse-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("EXTRA_APPS", "tests.toy")

from erp.settings import *  # noqa: F403 - the same settings, by intent
from erp.settings import DATA_DIR, DATABASES, STATIC_ROOT, STORAGES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: in memory there is no WAL and no second writer.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

#: Argon2 as in the product, with the least memory and one round.
PASSWORD_HASHERS = ["tests.hasher.QuickArgon2"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
#: Jobs stay in their rows until the test runs them.
JOB_DISPATCHER = "tests.language.jobs.leave_waiting"
