"""What every installation begins with, as choices before anything is stored."""

from erp.foundation.fixture import read_fixture


def starting_currencies() -> list[tuple[str, str]]:
    """Return code and name of the currencies that every installation begins with."""
    values = read_fixture("reference/starting_values.json")
    return [
        (row["code"], f"{row['code']}  {row['name']} {row['name_zh']}")
        for row in values["currencies"]
    ]
