"""``python -m tests.worlds [NAME…]``: public schemas become domains with no hand edit; a table.

Takes minutes for each: all of ``make check`` and all of tests/every_screen for the new screens.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from admin_config.generator.reading import read_database
from tests.admin_config.generator.rows import SCHEMAS
from tests.worlds.world import Outcome, Tests, World

#: Written for the tests alone; too small to prove anything.
_OWN = {"video"}


def main(arguments: list[str]) -> int:
    """Print a line for each schema and what failed; 1 when anything did."""
    names = sorted({file.parent.name for file in SCHEMAS.glob("*/schema.sql")} - _OWN)
    parser = argparse.ArgumentParser(prog="python -m tests.worlds", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--database", default="", metavar="URL", help="SQLite if not given")
    parser.add_argument("--unchecked", action="store_true", help="leave out what make check does")
    given = parser.parse_args(arguments)
    print(
        f"{'schema':<10} {'tables':>6} {'generated':>10} {'checks':>7} {'tests':>6} {'failed':>6}"
    )
    failed = 0
    for name in given.names or names:
        with tempfile.TemporaryDirectory(prefix="worlds-") as folder:
            world = World(name, Path(folder), given.database)
            for line in _told(world, checked=not given.unchecked):
                failed += line.startswith(" ")
                print(line, flush=True)
    return 1 if failed else 0


def _told(world: World, *, checked: bool) -> Iterator[str]:
    """Yield the line of one schema, then what failed, each moved in."""
    tables = sum(not table.is_view for table in read_database(world.url).tables)
    written = world.generate()
    if not written.passed:
        yield f"{world.name:<10} {tables:>6} {'not':>10}"
        yield from _moved_in(written.words[-3000:])
        return
    check = world.check() if checked else Outcome(passed=True, seconds=0, words="")
    tests = world.test()
    yield _line(world.name, tables, written, check, tests, checked=checked)
    if not check.passed:
        yield from _moved_in(check.words)
    yield from (f"  {failure}" for failure in tests.failures)


def _line(
    name: str, tables: int, written: Outcome, check: Outcome, tests: Tests, *, checked: bool
) -> str:
    said = {True: "passed", False: "FAILED"}[check.passed] if checked else "-"
    return (
        f"{name:<10} {tables:>6} {written.seconds:>8.0f} s {said:>7} "
        f"{tests.passed:>6} {len(tests.failures):>6}   ({tests.seconds:.0f} s of tests)"
    )


def _moved_in(words: str) -> Iterator[str]:
    yield from (f"  {line}" for line in words.splitlines() if line.strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
