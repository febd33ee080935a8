"""Run every benchmark and print our figures beside the peers', as ratios."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.benchmarks.papers import TRYTON_COPY_MS

SIZES = (10_000, 1_000_000)


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """Return the figures of one module, measured in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments],
        check=True,
        stdout=subprocess.PIPE,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Measure both sizes and print one table."""
    small, large = (measured("measure", str(rows)) for rows in SIZES)
    print(
        f"{'MariaDB, whole request':36} {'10k rows':>10} {'1M rows':>10} {'flat':>7} {'stock 1M':>10} {'ratio':>7}"
    )
    for name, ms in large["ours"].items():
        before = small["ours"][name]
        peer = large["stock"].get(name)
        beside = f"{peer:>8.0f}ms {peer / ms:>6.0f}×" if peer else ""
        print(f"{name:36} {before:>8.1f}ms {ms:>8.1f}ms {ms / before:>6.2f}× {beside}")
    print(
        f"{'bytes of a page of 100 rows':36} {small['bytes of 100 rows']:>10} {large['bytes of 100 rows']:>10}"
    )
    name = "pages a second, 8 clients"
    print(f"{name:36} {small[name]:>10.1f} {large[name]:>10.1f}")
    print_papers(measured("papers"))
    print_goods(measured("goods", str(SIZES[-1])))
    print_papers(measured("long_papers"))
    print_papers(measured("matching"))
    print_papers(measured("audit"))
    print_papers(measured("transfer"))
    print_papers(measured("printing"))


def print_papers(figures: dict[str, Any]) -> None:
    """Print what papers cost, beside Tryton's figure for the same copy."""
    for name, figure in figures.items():
        beside = f"(Tryton {TRYTON_COPY_MS} ms)" if name.startswith("copy") else ""
        print(f"{name:48} {figure:>10.1f} {beside}")


def print_goods(figures: dict[str, Any]) -> None:
    """Print what lists of a million skus cost, beside the limit of each."""
    for name, (ms, limit) in figures.items():
        print(f"{name:36} {'':>10} {ms:>8.1f}ms (at most {limit} ms)")


if __name__ == "__main__":
    main()
