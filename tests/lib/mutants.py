"""Break the core line by line and see whether its tests notice: ``make mutants``.

The core and its tests are copied into var/mutants, mutmut changes one thing at a time there, and the share of changes
that a test noticed is printed and kept in var/mutants/score.txt. Names of modules may be given, to break only those.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "var" / "mutants"

#: Tests of the house's own rules read the source; a broken copy of it is not theirs to judge.
ARGUMENTS = [
    *("--import-mode=importlib", "-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider"),
    "--ignore=tests/unit/core/test_everything_is_proved.py",
    "--ignore=tests/unit/core/test_migration.py",
    "--deselect=tests/unit/core/test_examples.py::test_every_public_function_has_an_example",
]
SETTINGS = f"""
[tool.mutmut]
source_paths = ["src"]
do_not_mutate = ["*/__init__.py"]
pytest_add_cli_args_test_selection = ["tests/unit/core"]
pytest_add_cli_args = {ARGUMENTS}

[tool.pytest.ini_options]
pythonpath = ["src", "."]
"""


def main(modules: list[str]) -> int:
    """Make the mutants, run them, and print the score by module."""
    for source, target in (("src/goldenthread/core", "src/goldenthread/core"), ("tests/unit/core", "tests/unit/core")):
        shutil.rmtree(WORK / target, ignore_errors=True)
        shutil.copytree(ROOT / source, WORK / target, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "src/goldenthread/__init__.py", WORK / "src/goldenthread/__init__.py")
    (WORK / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    # One thread for each number library: the mutants themselves run side by side.
    environment = os.environ | {"GOLDENTHREAD_HYPOTHESIS": "mutants", "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONPATH", None)
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    patterns = [f"goldenthread.core.statistics.{module}.*" for module in modules]
    subprocess.run([mutmut, "run", "--max-children", "2", *patterns], cwd=WORK, env=environment, check=False)
    listed = subprocess.run(
        [mutmut, "results", "--all", "true"], cwd=WORK, env=environment, check=True, capture_output=True, text=True
    ).stdout
    report = score(listed)
    (WORK / "score.txt").write_text(report, encoding="utf-8")
    print(report)
    return 0


def score(listed: str) -> str:
    """Return a table of how many mutants of each module were noticed, from mutmut's list of results."""
    noticed: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for name, outcome in re.findall(r"^\s*(\S+): (killed|survived|timeout|suspicious|segfault)$", listed, re.M):
        module = re.sub(r"^goldenthread\.core\.|\.x[_ǁ].*$", "", name)
        tried[module] += 1
        noticed[module] += outcome != "survived"
    lines = [f"{module:36} {noticed[module]:5} of {tried[module]:5} noticed" for module in sorted(tried)]
    whole = sum(tried.values())
    if not whole:
        return "No mutant was run."
    return "\n".join(
        [*lines, f"{'all':36} {sum(noticed.values()):5} of {whole:5}: {sum(noticed.values()) / whole:.1%}"]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
