"""One explored clinic for all who only look at it."""

from collections.abc import Iterator

import pytest

from tests.admin_config.explorer.clinic import MariadbClinic, SqliteClinic, make_clinic
from tests.admin_config.explorer.explored import Explored


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteClinic | MariadbClinic]:
    """A strange database."""
    made = make_clinic(tmp_path_factory.mktemp("clinic"))
    yield made
    made.remove()


@pytest.fixture(scope="module")
def explored(
    clinic: SqliteClinic | MariadbClinic, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Explored]:
    """The console over it."""
    running = Explored(clinic.url, tmp_path_factory.mktemp("explored"))
    yield running
    running.end()
