"""The words of three engines for a type are sorted into families."""

from __future__ import annotations

import pytest

from admin_config.generator.reading import Family
from admin_config.generator.reading.types import digits_of, family_of, length_of, values_of


@pytest.mark.parametrize(
    ("declared", "family"),
    [
        ("INTEGER", Family.INTEGER),
        ("int(11) unsigned", Family.INTEGER),
        ("tinyint(1)", Family.BOOLEAN),
        ("tinyint(4)", Family.INTEGER),
        ("bit(1)", Family.BOOLEAN),
        ("varchar(20)", Family.TEXT),
        ("character varying(30)", Family.TEXT),
        ("double precision", Family.FLOAT),
        ("timestamp(6) without time zone", Family.MOMENT),
        ("datetime(6)", Family.MOMENT),
        ("numeric(10,2)", Family.DECIMAL),
        ("text[]", Family.OTHER),
        ("enum('a','b')", Family.ENUM),
        ("set('a')", Family.SET),
        ("jsonb", Family.JSON),
        ("LONGVARCHAR", Family.TEXT),
        ("whatever", Family.OTHER),
        ("", Family.LONG_TEXT),
    ],
)
def test_a_type_has_a_family(declared: str, family: Family) -> None:
    assert family_of(declared) is family


def test_measures_are_read() -> None:
    assert length_of("varchar(20) character set utf8") == 20
    assert length_of("int(11)") == 0
    assert digits_of("decimal(10,2)") == (10, 2)
    assert digits_of("numeric") == (0, 0)
    assert values_of("enum('it''s','b,c')") == ("it's", "b,c")
    assert values_of(r"set('a\\b','c%d','x\n','it\'s')") == ("a\\b", "c%d", "x\n", "it's")
