"""What every test may use, and what the place it runs in must have."""

import os
from pathlib import Path

import pytest

#: On the build machine nothing may be skipped for want of a server, a browser or a runtime.
IS_CI = os.environ.get("CI") == "true"
SHARED = Path(__file__).resolve().parents[2] / "shared"


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
