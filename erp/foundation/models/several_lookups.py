"""What a database is asked about several choices in one text, in SQLite and MariaDB."""

from __future__ import annotations

from typing import Any

from django.db.models import Lookup

Sql = tuple[str, list[Any]]


def _within_commas(connection: Any, sql: str) -> str:
    if connection.vendor == "mysql":
        return f"CONCAT(',', {sql}, ',')"
    return f"(',' || {sql} || ',')"


def _has(connection: Any, sql: str, params: list[Any], code: str) -> Sql:
    """Return a condition: the text has the code between two commas, letter by letter.

    The collation of a column may take é for e, and one sign of a picture for every other.
    """
    inside, wanted = _within_commas(connection, sql), f",{code},"
    if connection.vendor == "mysql":
        plain = f"CONVERT({inside} USING utf8mb4) COLLATE utf8mb4_bin"
        return f"LOCATE(%s, {plain}) > 0", [wanted, *params]
    return f"INSTR({inside}, %s) > 0", [*params, wanted]


class Has(Lookup):  # type: ignore[type-arg]
    """``features__has="light"``: the code is one of those that were chosen."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """Return the condition."""
        sql, params = self.process_lhs(compiler, connection)
        return _has(connection, sql, list(params), str(self.rhs))


class MadeOf(Lookup):  # type: ignore[type-arg]
    """``features__made_of=codes``: nothing but these codes, each once, in this order, or nothing.

    The text is put together again from the codes that it has, which must give the text itself: so
    one condition without patterns, which the two databases write differently, says all three.
    """

    lookup_name = "made_of"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[str]:
        """Return the codes."""
        return [str(code) for code in self.rhs]

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """Return the condition."""
        sql, given = self.process_lhs(compiler, connection)
        params = list(given)
        parts, used = ["','"], list[Any]()
        for code in self.rhs:
            has, wanted = _has(connection, sql, params, code)
            parts.append(f"CASE WHEN {has} THEN %s ELSE '' END")
            used += [*wanted, f"{code},"]
        whole = _within_commas(connection, sql)
        if connection.vendor == "mysql":
            # the collation of the column would take one case for the other
            again = f"CONCAT({', '.join(parts)}) COLLATE utf8mb4_bin"
        else:
            again = " || ".join(parts)
        # a text of blanks alone equals an empty one in MariaDB
        return f"(LENGTH({sql}) = 0 OR {whole} = {again})", [*params, *params, *used]
