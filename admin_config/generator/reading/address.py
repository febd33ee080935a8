"""Where a database is: a URL taken apart, and told again without its password."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from admin_config.generator.reading.schema import Engine

_SCHEMES = {
    "sqlite": Engine.SQLITE,
    "mysql": Engine.MYSQL,
    "mariadb": Engine.MYSQL,
    "postgres": Engine.POSTGRESQL,
    "postgresql": Engine.POSTGRESQL,
}


class CannotRead(Exception):
    """The database cannot be reached or read; the message names it without its password."""


@dataclass(frozen=True)
class Address:
    """The parts of a database's URL."""

    engine: Engine
    #: The path of a file, or the name of a database.
    name: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    #: What follows the question mark: ``unix_socket``, ``schema``.
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str, otherwise: str = "") -> str:
        """Return what the URL says for this option."""
        return dict(self.options).get(name, otherwise)

    def __str__(self) -> str:
        """Return the address without its password."""
        who = f"{self.user}@" if self.user else ""
        where = f"{self.host}:{self.port}" if self.port else self.host
        return f"{self.engine.value}://{who}{where}/{self.name.lstrip('/')}"


def parse_address(url: str) -> Address:
    """Return the parts of a URL; ``CannotRead`` when no engine of ours is named in it."""
    try:
        parts = urlsplit(url)
        port = parts.port or 0
    except ValueError:
        raise CannotRead("the address of the database is none: its host or port is wrong") from None
    engine = _SCHEMES.get(parts.scheme)
    if engine is None:
        raise CannotRead(
            "say sqlite:////path, mysql://user:password@host/name or "
            "postgresql://user:password@host/name"
        )
    path = unquote(parts.path)
    return Address(
        engine=engine,
        name=path.lstrip("/") if engine is not Engine.SQLITE else f"/{path.lstrip('/')}",
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        options=tuple(parse_qsl(parts.query)),
    )
