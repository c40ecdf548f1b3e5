"""What every test may use, and what the place it runs in must have."""

import os
from pathlib import Path

import pytest
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
