"""The background entries of printing and sending."""

from __future__ import annotations

from typing import Any

from admin_config.engine.printing.background import print_in_background, send_in_background
from erp.foundation.job_kinds import job
from erp.foundation.services.job import Progress


@job("console.print")
def print_papers(progress: Progress) -> dict[str, Any]:
    """Print a large selection into one file."""
    return print_in_background(progress)


@job("console.send")
def send_papers(progress: Progress) -> dict[str, Any]:
    """Send a large selection, each paper to its own reader."""
    return send_in_background(progress)
