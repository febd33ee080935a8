"""One explored clinic for all who only look at it."""

from collections.abc import Iterator

import pytest

from tests.admin_config.explorer.clinic import Clinic, make_clinic
from tests.admin_config.explorer.explored import Explored


@pytest.fixture(scope="module", params=["of this run", "postgresql"])
def clinic(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Clinic]:
    """A strange database: of the kind that this run is about, and on PostgreSQL where one runs."""
    made = make_clinic(tmp_path_factory.mktemp("clinic"), request.param)
    yield made
    made.remove()


@pytest.fixture(scope="module")
def explored(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explored]:
    """The console over it."""
    running = Explored(clinic.url, tmp_path_factory.mktemp("explored"))
    yield running
    running.end()
