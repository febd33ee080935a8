"""Typed readers of environment variables that refuse a bad value by name."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})
#: The longest path of a socket that redis-server takes whole.
LONGEST_SOCKET = 100


def text(name: str, default: str = "") -> str:
    """Return the variable, outer blanks removed, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, *, default: bool) -> bool:
    """Return the variable as a yes or no; anything but a known word is refused."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().casefold()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    message = f"{name}={raw!r}: say 1 or 0"
    raise ImproperlyConfigured(message)


def integer(name: str, *, default: int, least: int, most: int) -> int:
    """Return the variable as a whole number inside least … most."""
    raw = text(name, str(default))
    if not raw.lstrip("-").isdigit() or not least <= int(raw) <= most:
        message = f"{name}={raw!r}: say a whole number from {least} to {most}"
        raise ImproperlyConfigured(message)
    return int(raw)


def choice(name: str, allowed: Iterable[str], *, default: str) -> str:
    """Return the variable, which must be one of the allowed words."""
    word = text(name, default)
    words = tuple(allowed)
    if word not in words:
        message = f"{name}={word!r}: say one of {', '.join(words)}"
        raise ImproperlyConfigured(message)
    return word


def words(name: str, default: Iterable[str] = ()) -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [part.strip() for part in text(name, ",".join(default)).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """Return the variable as an absolute folder, which need not exist yet."""
    return Path(text(name, str(default))).expanduser().resolve()


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings of one database from a URL.

    ``sqlite:////absolute/path`` and ``mysql://user:password@host:3306/name`` are known; a MySQL
    URL may carry ``?unix_socket=/path``. SQLite runs in WAL mode with immediate transactions,
    MariaDB with READ COMMITTED, utf8mb4 and strict mode: see docs/decisions.
    """
    url = text(name, default)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path or ":memory:",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                    "PRAGMA cache_size=-64000;PRAGMA mmap_size=268435456;"
                ),
            },
        }
    if parts.scheme in {"mysql", "mariadb"}:
        return {
            "ENGINE": "django.db.backends.mysql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "charset": "utf8mb4",
                "isolation_level": "read committed",
                "init_command": "SET sql_mode='TRADITIONAL,NO_ENGINE_SUBSTITUTION'",
                **dict(parse_qsl(parts.query)),
            },
            "TEST": {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"},
        }
    message = f"{name}={url!r}: say sqlite:////path or mysql://user:password@host/name"
    raise ImproperlyConfigured(message)


@dataclass(frozen=True)
class MailRoute:
    """How mails leave the house, in the words of Django's settings."""

    backend: str
    file_path: Path | None = None
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False
    timeout: int = 15


_MAIL_SHAPES = "say smtp://user:password@host:587?tls=1, smtps://user:password@host or file:///path"
_MAIL_PORTS = {"smtp": 25, "smtps": 465}
_LONGEST_WAIT = 120


def mail(name: str, default: Path) -> MailRoute:
    """Return how mails are sent: by a server, or as files in a folder where the variable is empty.

    ``smtp://`` speaks plainly, or TLS from the first command on with ``?tls=1`` (STARTTLS);
    ``smtps://`` speaks TLS from the first byte; ``?timeout=`` is in seconds. What is refused is
    told without the value, which holds a password.
    """
    url = text(name)
    if not url:
        return MailRoute("django.core.mail.backends.filebased.EmailBackend", file_path=default)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(name, "its address or port is none") from None
    if parts.scheme == "file":
        if parts.netloc or not parts.path.startswith("/"):
            raise _refused(name, "file:// wants an absolute path, with three slashes")
        folder = Path(unquote(parts.path))
        return MailRoute("django.core.mail.backends.filebased.EmailBackend", file_path=folder)
    if parts.scheme not in _MAIL_PORTS or parts.path.strip("/") or parts.fragment:
        raise _refused(name, "this is no address of a mail server; %-encode # ? / @ in a password")
    return _server(name, parts, port or _MAIL_PORTS[parts.scheme])


def _server(name: str, parts: SplitResult, port: int) -> MailRoute:
    """Return the route over a mail server; whatever would be silently ignored is refused."""
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    tls, seconds = options.pop("tls", "0").casefold(), options.pop("timeout", "15")
    if not parts.hostname:
        raise _refused(name, "the host is missing")
    if options:
        raise _refused(name, f"{next(iter(options))!r} is not known, only tls and timeout are")
    if tls not in TRUE | FALSE:
        raise _refused(name, "tls is 1 or 0")
    if tls in TRUE and parts.scheme == "smtps":
        raise _refused(name, "smtps:// speaks TLS already, leave tls=1 out")
    if not seconds.isdecimal() or not 1 <= int(seconds) <= _LONGEST_WAIT:
        raise _refused(name, f"timeout is a number of seconds from 1 to {_LONGEST_WAIT}")
    if bool(parts.username) != bool(parts.password):
        raise _refused(name, "a user needs a password, and a password a user")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise _refused(name, "user and password may hold ASCII characters only")
    return MailRoute(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=port,
        user=user,
        password=password,
        use_tls=tls in TRUE,
        use_ssl=parts.scheme == "smtps",
        timeout=int(seconds),
    )


def _refused(name: str, reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {reason}; {_MAIL_SHAPES}")


def mail_address(name: str, default: str) -> str:
    """Return the variable as an address, with or without a name: ``Office <office@a.example>``."""
    given = text(name, default)
    address = parseaddr(given)[1]
    before, at, after = address.rpartition("@")
    if not (at and before and after) or any(c in given for c in "\r\n") or " " in address:
        message = f"{name}={given!r}: say office@house.example or Office <office@house.example>"
        raise ImproperlyConfigured(message)
    return given


def public_url(name: str, hosts: Iterable[str], *, https: bool) -> str:
    """Return the address under which people reach the console, without a slash at its end.

    Unset it is made of the first name of ALLOWED_HOSTS, or of this machine and PORT.
    """
    given = text(name)
    if not given:
        own = next((host for host in hosts if host and not host.startswith(("*", "."))), "")
        scheme = "https" if https else "http"
        return f"{scheme}://{own}" if own else f"{scheme}://localhost:{text('PORT', '8000')}"
    parts = urlsplit(given)
    plain = not (parts.query or parts.fragment or parts.username or parts.path.strip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        message = f"{name}={given!r}: say https://console.house.example"
        raise ImproperlyConfigured(message)
    return given.rstrip("/")


def embedded_redis(data_dir: Path) -> str:
    """Return the address of the embedded Redis: a socket in the data folder.

    redis-server cuts a long path without a word; then the socket has a short place in /tmp, in a
    folder that the user of the processes alone can enter, under a name made from the data folder.
    """
    path = data_dir / "redis.sock"
    if len(os.fsencode(path)) > LONGEST_SOCKET:
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
        path = Path(f"/tmp/countinghouse-{os.getuid()}") / f"{name}.sock"  # noqa: S108 - 0700, checked
    return f"unix://{quote(str(path))}"


#: A class by its path, and what it is made with.
SmsRoute = tuple[str, dict[str, str]]
_SMS = "erp.foundation.services.sms"
_SMS_SHAPES = "say https://token@gateway.example/path or file:///path"


def sms(name: str, default: Path | None) -> SmsRoute | None:
    """Return how text messages are sent: by a gateway, as files in a folder, or not at all."""
    url = text(name)
    if not url:
        return (f"{_SMS}.SmsFiles", {"folder": str(default)}) if default else None
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return (f"{_SMS}.SmsFiles", {"folder": unquote(parts.path)})
    if parts.scheme != "https" or not parts.hostname or parts.fragment:
        message = f"{name}: this is no address of a gateway for text messages; {_SMS_SHAPES}"
        raise ImproperlyConfigured(message)
    address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return (f"{_SMS}.SmsGateway", {"address": address, "token": unquote(parts.username or "")})
