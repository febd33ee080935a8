"""Files that a job wrote or a person sent, which the clock removes after some days."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext

from erp.foundation.models import Job, JobState
from erp.foundation.refusal import Refusal


def exports_folder() -> Path:
    """Return where large sheets lie until they are fetched."""
    return Path(settings.MEDIA_ROOT) / "exports"


def exported_file(job: Job) -> Path | None:
    """Return where the file of an export lies, or lay before it was cleared."""
    name = PurePath(str(job.result.get("file", ""))).name
    return exports_folder() / name if name else None


def is_cleared(job: Job) -> bool:
    """Tell whether a job wrote a file that is not there any more."""
    path = exported_file(job)
    return job.state == JobState.DONE and path is not None and not path.is_file()


def cleared_text() -> str:
    """Return what is said instead of a file that is not there any more."""
    days = settings.FILES_KEPT_DAYS
    return ngettext(
        "The file has been cleared: files are kept for %(count)d day.",
        "The file has been cleared: files are kept for %(count)d days.",
        days,
    ) % {"count": days}


def check_is_kept(path: Path) -> None:
    """Refuse to read a file that has been cleared."""
    if not path.is_file():
        raise Refusal(cleared_text(), code="cleared")


@dataclass(frozen=True)
class JobFile:
    """A job's file as its page shows it: where it is fetched, or that it is gone."""

    address: str
    cleared: str


def file_of_job(job: Job) -> JobFile | None:
    """Return the file that an export wrote, ``None`` for a job that wrote none."""
    if job.state != JobState.DONE or exported_file(job) is None:
        return None
    if is_cleared(job):
        return JobFile(address="", cleared=cleared_text())
    model = str(job.arguments.get("screen", "")).lower().replace(".", "_")
    page = "print_job" if job.kind == "console.print" else "export_file"
    try:
        address = reverse(f"console:{model}_{page}", args=(job.pk,))
    except NoReverseMatch:
        address = ""
    return JobFile(address=address, cleared="")
