"""What happens before the doors open: tables, static files, the demo company."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from erp.operations.house.child import Child

Say = Callable[[str], None]


class Unprepared(Exception):
    """Something that has to be there before the doors open could not be made."""


def prepare_tables_and_static_files(say: Say) -> None:
    """Migrate, give roles their rights on what is new, and meanwhile collect the static files."""
    static = _collecting_static()
    static.start()
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        call_command("align_roles", verbosity=0)
        say("database ready")
        _wait_for(static)
        say("static files ready")
    finally:
        static.stop()
        connections.close_all()


def load_demo(say: Say) -> None:
    """Load the demo company into an empty house, unless DEMO says no; later runs change nothing."""
    if settings.DEMO:
        call_command("load_demo", verbosity=0)
        say("demo company ready")
        connections.close_all()


def _collecting_static() -> Child:
    return Child(
        name="static files",
        command=[sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        log=settings.DATA_DIR / "logs" / "static.log",
        folder=settings.BASE_DIR,
    )


def _wait_for(static: Child) -> None:
    process = static.process
    if process is not None and process.wait() != 0:
        raise Unprepared(f"static files could not be collected, see {static.log}")


def demo_lines() -> list[str]:
    """Return how to sign in to the demo company, one line an account; none without the demo."""
    from erp.staff.models import User
    from erp.staff.queries.demo_sign_in import demo_sign_ins

    if not settings.DEMO:
        return []
    accounts = demo_sign_ins()
    names = [account.username for account in accounts]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    connections.close_all()
    width = max(map(len, names), default=0)
    return [
        f"{account.username:<{width}}  {account.password}  {account.name}, {account.role}"
        + (f", second factor: {account.secret}" if account.secret else "")
        for account in accounts
        if account.username in known
    ]


def set_up_lines(root: str) -> list[str]:
    """Return where an empty installation is set up; nothing once somebody has an account."""
    from erp.staff.queries.first_run import is_empty_house, set_up_address

    empty = is_empty_house()
    connections.close_all()
    return [f"Set up: {set_up_address(root)}"] if empty else []
