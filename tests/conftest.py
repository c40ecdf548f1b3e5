"""What every test may use, and what the place it runs in must have."""

import os
from pathlib import Path

import pytest

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


#: Folders whose tests share something costly: places built from published files, a Spark session.
SHARING = ("published", "engines")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that share something costly in one process, so that it is made once."""
    for item in items:
        parts = Path(str(item.path)).relative_to(ROOT / "tests").parts
        if parts[0] in SHARING:
            item.add_marker(pytest.mark.xdist_group(parts[0]))
