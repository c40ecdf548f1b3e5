"""What every test may use, and what the place it runs in must have."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker
from tests.lib import migrated_database
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

#: On the build machine nothing may be skipped for want of a server, a browser or a runtime.
IS_CI = os.environ.get("CI") == "true"
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def missing(what: str, advice: str) -> None:
    """Skip the test with the reason and the command that brings what is missing; on the build machine, fail."""
    sentence = f"{what} is not here. {advice}"
    if IS_CI:
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published data and known answers beside the project."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED.name}/ with published data and known answers does not lie beside the project.")
    return SHARED


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether a database that is there already is taken as it is: on SQLite, where it was laid out for this run."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_use_migrations: bool) -> None:
    """Lay out a database that was migrated before, so that only what is new has to be applied."""
    if connection.vendor == "sqlite" and django_db_use_migrations:
        migrated_database.lay_out(Path(connection.settings_dict["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, django_db_use_migrations: bool
) -> Iterator[None]:
    """Keep the migrated database for the next run, and remove this run's own at the end."""
    if connection.vendor == "sqlite" and django_db_use_migrations:
        with django_db_blocker.unblock():
            migrated_database.keep()
    yield
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            connections.close_all()
        Path(connection.settings_dict["NAME"]).unlink(missing_ok=True)


#: Folders whose tests share something costly: a browser and a site, places built from published files, a Spark session.
SHARING = ("functional", "published", "engines")


class FolderScheduling(LoadScopeScheduling):
    """Tests that share something costly stay in one process, so that it is made once; others go file by file."""

    def _split_scope(self, nodeid: str) -> str:
        parts = nodeid.split("::")[0].split("/")
        return parts[1] if len(parts) > 1 and parts[1] in SHARING else "/".join(parts)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FolderScheduling:
    """Share the tests out among processes by what they share."""
    return FolderScheduling(config, log)
