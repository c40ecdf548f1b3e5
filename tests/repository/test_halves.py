"""The library half is used in notebooks, where there is no Django; optional engines fail with advice."""

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "goldenthread"
LIBRARY = ("core", "definitions", "engine", "sources", "publishing", "checking", "impact", "samples", "cli")
WEB_LIBRARIES = ("django", "wagtail", "allauth", "ninja", "psycopg", "pyspark", "gunicorn")

BLOCK = """
import sys
blocked = {blocked!r}
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in blocked:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
"""


#: Engines that an extra brings; without it they fail with advice (tests/unit/engine/test_connection.py).
OF_EXTRAS = ("goldenthread.engine.engines.postgresql", "goldenthread.engine.engines.spark")


def library_modules() -> list[str]:
    modules = []
    for room in LIBRARY:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            modules.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    assert set(OF_EXTRAS) <= set(modules)
    return [name for name in modules if not name.endswith("__main__") and name not in OF_EXTRAS]


def run_without(blocked: tuple[str, ...], code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", BLOCK.format(blocked=blocked) + code],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_library_half_imports_without_the_web() -> None:
    modules = library_modules()
    assert len(modules) > 30
    outcome = run_without(WEB_LIBRARIES, f"import importlib\nfor name in {modules!r}: importlib.import_module(name)")
    assert outcome.returncode == 0, outcome.stderr


def test_the_library_half_without_impact_imports_without_its_extra() -> None:
    modules = [name for name in library_modules() if not name.startswith("goldenthread.impact")]
    code = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
    outcome = run_without((*WEB_LIBRARIES, "statsmodels", "patsy", "formulaic"), code)
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize("module", ["goldenthread.impact", "goldenthread.impact.synthetic_control"])
def test_impact_without_its_extra_fails_with_advice(module: str) -> None:
    outcome = run_without(("statsmodels",), f"import {module}")
    assert outcome.returncode != 0
    assert "goldenthread.impact needs statsmodels" in outcome.stderr
    assert "pip install 'goldenthread[impact]'" in outcome.stderr


def test_the_block_of_the_test_above_works() -> None:
    outcome = run_without(WEB_LIBRARIES, "import django")
    assert outcome.returncode != 0
    assert "No module named 'django'" in outcome.stderr


@pytest.mark.parametrize("command", ["demo", "worker"])
def test_the_site_without_its_extra_fails_with_advice(command: str) -> None:
    start = "from goldenthread.project.console import main; main()"
    code = f"import sys; sys.argv = ['goldenthread-site', {command!r}]\n{start}"
    outcome = run_without(("django", "wagtail"), code)
    assert outcome.returncode == 1
    assert "goldenthread[site]" in outcome.stderr + outcome.stdout
    assert "Traceback" not in outcome.stderr
