"""Workers killed at random statements: a planned export is mailed once and recorded once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from admin_config.engine.exports.due import begin_due_exports
from admin_config.models import ExportFile, ExportWay, FileState
from erp.foundation.models import Job, JobState, Operation, OperationKind
from erp.foundation.models.outbox_mail import MailAttachment, OutboxMail
from tests.admin_config.exports.planning import let_it_be_due, planned
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.cast import make_person

#: How often a worker is killed here; by hand with more (KILLS=50).
KILLS = int(os.environ.get("KILLS", "3"))
#: Before which statement of its own; the whole work has some forty.
_MOMENTS = (2, 45)
_WORKER = """
import itertools
import os
import signal
import django
django.setup()
from pathlib import Path
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
settings.MEDIA_ROOT = Path({files!r})
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
from erp.foundation.services.job import run_job
statements = itertools.count(1)
def deadly(execute, *given):
    if next(statements) == {moment}:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(*given)
with connections["default"].execute_wrapper(deadly):
    run_job({job})
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_mails_nothing_twice(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    chance = random.Random(20_260_304)  # noqa: S311 - not for secrets
    manager = make_person("manager")
    for number in range(30):
        make_toy(manager, f"T{number}")
    plan = planned(manager, manager)
    assert plan.way == ExportWay.MAIL
    let_it_be_due(plan)
    begin_due_exports()
    job, kills = Job.objects.get(), 0
    while ExportFile.objects.get().state != FileState.DONE or kills < KILLS:
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)  # as the clock does
        moment = chance.randint(*_MOMENTS) if kills < KILLS else 0
        given = {"name": str(connection.settings_dict["NAME"]), "files": str(tmp_path)}
        code = _WORKER.format(**given, job=job.pk, moment=moment)
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", code], env={**os.environ}, check=False, timeout=120
        )
        assert ended.returncode in {0, -signal.SIGKILL}
        kills += bool(moment)
    assert OutboxMail.objects.count() == 1
    done = Operation.objects.get(kind=OperationKind.EXPORT)
    assert done.details["rows"] == ExportFile.objects.get().rows == 30
    (along,) = MailAttachment.objects.all()
    assert len(Path(along.file.path).read_text("utf-8-sig").splitlines()) == 31
