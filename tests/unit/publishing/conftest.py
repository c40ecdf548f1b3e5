"""Fixtures of the publishing room."""

import pytest
from tests.factories import made_up_figures

from goldenthread.publishing.figures import Figure


@pytest.fixture(scope="session")
def figures() -> dict[str, Figure]:
    """Return one figure of each kind, made of invented numbers."""
    return made_up_figures.figures()
