"""Fields for columns of strange tables: what is stored is shown, even where it does not fit."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import lookups
from django.utils import dateparse
from django.utils.translation import gettext as _

from admin_config.engine.listing.cells import Cell
from admin_config.explorer.shown import flag_cell
from erp.foundation.models.several_choices import SeveralChoicesField

#: Longer texts are cut: a page is not a place for a book.
LONGEST_TEXT = 100_000
_SQLITE_HOLDS = 2**63


class Odd(str):
    """A stored value that is not what its column says, shown everywhere as it is."""

    __slots__ = ()

    def __format__(self, _shape: str) -> str:
        """Return the text, whatever shape a number or a date would have."""
        return str(self)

    def isoformat(self) -> str:
        """Return the text where a date would be written."""
        return str(self)

    def strftime(self, _shape: str) -> str:
        """Return the text where a moment would be written."""
        return str(self)

    def utcoffset(self) -> None:
        """Tell that there is no zone."""
        return


class _AsStored:
    """A field whose values come from the database untouched and are read here, forgivingly."""

    #: Values may be texts, whatever the column says.
    forgives = True
    as_text = False

    def get_internal_type(self) -> str:
        """Keep the database's own converters away, which fail on what does not fit."""
        return "CharField"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Fetch days and times of PostgreSQL as texts: some of them are no days that Python has."""
        if self.as_text and compiler.connection.vendor == "postgresql":
            return f"({sql})::text", params
        return sql, params

    def read(self, value: Any) -> Any:
        """Return a stored value as what the column says; raise where it is not."""
        raise NotImplementedError

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Return the value, or its text where it is not what the column says."""
        if value is None:
            return None
        try:
            return self.read(value)
        except (ValueError, TypeError, ArithmeticError):
            return Odd(_text(value))


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


class Whole(_AsStored, models.BigIntegerField):  # type: ignore[type-arg]
    """A whole number of any size."""

    validators: Any = ()

    def read(self, value: Any) -> int:
        """Read a number; bits come as bytes."""
        if isinstance(value, bytes):
            return int.from_bytes(value, "big")
        if isinstance(value, float) and not value.is_integer():
            raise ValueError
        return int(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Pass on a number that SQLite cannot hold as the fraction that it can."""
        # a whole number's own way asks the database how many bits it has
        value = models.Field.get_db_prep_value(self, value, connection, prepared)
        is_large = isinstance(value, int) and abs(value) >= _SQLITE_HOLDS
        return float(value) if is_large and connection.vendor == "sqlite" else value


for _lookup in (
    lookups.Exact,
    lookups.GreaterThan,
    lookups.GreaterThanOrEqual,
    lookups.LessThan,
    lookups.LessThanOrEqual,
):
    # Django's own for whole numbers ask how many bits the field has, which nobody knows here
    Whole.register_lookup(_lookup)


class Number(Whole):
    """A whole number that is a name, such as a key or a year: nobody groups its digits."""

    is_name = True


class Exact(_AsStored, models.DecimalField):  # type: ignore[type-arg]
    """A decimal number, exact where the database keeps it so."""

    def read(self, value: Any) -> Decimal:
        """Read a number."""
        try:
            found = Decimal(str(value))
        except InvalidOperation as error:
            raise ValueError from error
        if not found.is_finite():
            raise ValueError
        return found


class Broken(_AsStored, models.FloatField):  # type: ignore[type-arg]
    """A binary fraction."""

    def read(self, value: Any) -> float:
        """Read a number."""
        return float(value)


class Flag(_AsStored, models.BooleanField):  # type: ignore[type-arg]
    """Yes or no."""

    def read(self, value: Any) -> bool:
        """Read a flag; bits come as bytes, and a 2 is neither yes nor no."""
        if isinstance(value, bytes):
            return any(value)
        word = str(value).lower()
        if word not in _FLAGS:
            raise ValueError
        return _FLAGS[word]

    def own_cell(self) -> Cell:
        """Show marks for yes and no, and what is neither as it is."""
        return flag_cell()


_FLAGS = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}


class Day(_AsStored, models.DateField):  # type: ignore[type-arg]
    """A day."""

    as_text = True

    def read(self, value: Any) -> dt.date:
        """Read a day."""
        if isinstance(value, dt.datetime):
            return value.date()
        found = value if isinstance(value, dt.date) else dateparse.parse_date(_text(value))
        if found is None:
            raise ValueError
        return found


class Moment(_AsStored, models.DateTimeField):  # type: ignore[type-arg]
    """A moment as it is written in the table: no zone is added or taken away."""

    as_text = True

    def read(self, value: Any) -> dt.datetime:
        """Read a moment; one with a zone was told in UTC, and stands so."""
        is_read = isinstance(value, dt.datetime)
        found = value if is_read else dateparse.parse_datetime(_text(value))
        if found is None:
            raise ValueError
        return found.astimezone(dt.UTC).replace(tzinfo=None) if found.tzinfo else found


class Clock(_AsStored, models.TimeField):  # type: ignore[type-arg]
    """A time of day; MariaDB also keeps spans of time in such columns."""

    as_text = True

    def read(self, value: Any) -> dt.time:
        """Read a time of day."""
        if isinstance(value, dt.timedelta):
            if not dt.timedelta(0) <= value < dt.timedelta(days=1):
                raise ValueError
            return (dt.datetime(1, 1, 1) + value).time()  # noqa: DTZ001 - a time of day
        found = value if isinstance(value, dt.time) else dateparse.parse_time(_text(value))
        if found is None:
            raise ValueError
        return found


class Line(models.CharField):  # type: ignore[type-arg]
    """A short text."""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Return the text of whatever is stored."""
        return value if value is None or isinstance(value, str) else _text(value)


class Several(SeveralChoicesField):
    """Several choices of a SET."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the codes of whatever is stored."""
        text = value if value is None or isinstance(value, str) else _text(value)
        return super().from_db_value(text, expression, connection)


class Identifier(Line):
    """A UUID, which PostgreSQL compares with nothing else."""

    def to_python(self, value: Any) -> Any:
        """Return the text; ``ValidationError`` where it is no UUID."""
        if value in (None, ""):
            return value
        try:
            uuid.UUID(str(value))
        except ValueError:
            raise ValidationError(_("This is no UUID.")) from None
        return str(value)


def _cut(compiler: Any, sql: str) -> str:
    if compiler.connection.vendor == "postgresql":
        sql = f"({sql})::text"
    return f"SUBSTR({sql}, 1, {LONGEST_TEXT})"


class ShortLong(Line):
    """A text declared without a length whose values are short, as most are in SQLite."""

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Fetch no more of it than is shown."""
        return _cut(compiler, sql), params


class Long(models.TextField):  # type: ignore[type-arg]
    """A long text, cut beyond what a page can show; JSON and what nobody knows come as text too."""

    def get_internal_type(self) -> str:
        """Have no database treat it in a way of its own."""
        return "TextField"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Fetch no more of it than is shown."""
        return _cut(compiler, sql), params

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Return the text of whatever is stored."""
        return value if value is None or isinstance(value, str) else _text(value)


class Size(models.BigIntegerField):  # type: ignore[type-arg]
    """What a column of bytes weighs; the bytes themselves are never fetched."""

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Fetch the length in bytes."""
        function = "LENGTH" if compiler.connection.vendor != "postgresql" else "OCTET_LENGTH"
        return f"{function}({sql})", params


class Hexadecimal(models.CharField):  # type: ignore[type-arg]
    """A short key of bytes, such as a UUID, written in hexadecimal digits."""

    def get_internal_type(self) -> str:
        """Keep it bytes on the way to the database."""
        return "BinaryField"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Write the bytes as digits."""
        return bytes(value).hex() if isinstance(value, bytes | memoryview) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Read the digits as bytes; what are no digits equals nothing."""
        if not isinstance(value, str):
            return value
        try:
            return bytes.fromhex(value)
        except ValueError:
            return value.encode()
