"""Break the core line by line and see whether its tests notice: ``make mutants``.

mutmut makes the mutants in a copy of the core under var/mutants, `mutant_session.py` runs the tests on them, and the
share that a test noticed is printed. What was last measured, and which mutants no test could notice, is written down in
tests/unit/core/MUTANTS.md and in equivalent_mutants.yaml beside it.
"""

import argparse
import ast
import difflib
import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "var" / "mutants"
CORE = Path("src/goldenthread/core")
TESTS = Path("tests/unit/core")
EQUIVALENT = ROOT / TESTS / "equivalent_mutants.yaml"

SLOPES = (
    "tests/unit/core/test_slope_divergences.py"
    "::test_the_normal_shortcut_errs_by_a_good_part_of_the_interval_and_the_inversion_does_not"
)
ATTACKER = "tests/unit/core/test_disclosure.py::test_an_attacker_cannot_tell_a_small_count_from_none_or_from_enough"

#: Tests of the house's own rules read the source; a broken copy of it is not theirs to judge.
RULES = {"test_everything_is_proved.py", "test_migration.py"}
ARGUMENTS = [
    *("--import-mode=importlib", "--disable-socket", "--tb=no", "--rootdir=.", "--capture=no"),
    *("-p", "mutant_session", "-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider"),
    "--deselect=tests/unit/core/test_examples.py::test_every_public_function_has_an_example",
    # Simulations of a second or more; what only they would notice counts as not noticed.
    "--deselect=tests/unit/core/test_surveys.py::test_nineteen_intervals_in_twenty_hold_what_many_surveys_agree_on",
    *("--deselect=" + SLOPES, "--deselect=" + ATTACKER),
]
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]

[tool.pytest.ini_options]
pythonpath = ["src", "."]
filterwarnings = ["error"]
"""


@dataclass(frozen=True)
class Change:
    """The lines of a mutant that differ from those of its function, without their indent."""

    function: str
    was: str
    became: str

    @classmethod
    def between(cls, function: str, before: str, after: str) -> "Change":
        """What is different, found line by line."""
        lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
        was, became = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
        return cls(function, was, became)


def modules() -> dict[str, Path]:
    """Every module of the core that holds code, by its name: ``rates``, ``cell_key``, ``estimates``."""
    return {path.stem: path.relative_to(ROOT) for path in sorted((ROOT / CORE).rglob("[a-z]*.py"))}


def main() -> int:
    """Break the modules that are named, or all of them, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as rates or cell_key; all if none is named")
    parser.add_argument("--again", action="store_true", help="try only what no test noticed last time")
    parser.add_argument("--every", type=int, default=1, help="try every so many mutants, as a sample")
    parser.add_argument("--most", type=int, default=10**6, help="try no more mutants of a module, chosen by chance")
    parser.add_argument("--budget", type=float, default=6, help="seconds of tests that a mutant may live through")
    parser.add_argument("--children", type=int, default=2, help="mutants that are tried side by side")
    parser.add_argument("--survivors", action="store_true", help="run nothing: show what no test noticed last time")
    parser.add_argument("--score", action="store_true", help="run nothing: show the score of what was run so far")
    options = parser.parse_args()
    known = modules()
    unknown = sorted(set(options.modules) - set(known))
    if unknown:
        print(f"The core has no module called {', '.join(unknown)}. It has: {', '.join(known)}.")
        return 2
    named = options.modules or list(known)
    if not (options.survivors or options.score):
        run({name: known[name] for name in named}, options)
    print(survivors(named) if options.survivors else score(named))
    return 0


def run(sources: dict[str, Path], options: argparse.Namespace) -> None:
    """Make the mutants of some modules, try the tests on each and keep what came of it."""
    place = WORK / ("all" if len(sources) == len(modules()) else "-".join(sources)[:80])
    for folder in (CORE, TESTS):
        shutil.rmtree(place / folder, ignore_errors=True)
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / CORE.parent / "__init__.py", place / CORE.parent / "__init__.py")
    shutil.copy(Path(__file__).with_name("mutant_session.py"), place / "mutant_session.py")
    (place / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    results = []
    for name, source in sources.items():
        mutants = make(source, place, options.every)
        known = {mutant["key"]: mutant["outcome"] for mutant in kept(name)} if options.again else {}
        for mutant in mutants:
            mutant["outcome"] = known.get(mutant["key"], "")
        results.append(path_of(name))
        results[-1].write_text(json.dumps({"module": dotted(source), "mutants": mutants}), encoding="utf-8")
    # One thread for each number library: the mutants themselves run side by side.
    environment = os.environ | {
        "GOLDENTHREAD_HYPOTHESIS": "mutants",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join([str(place / "src"), str(place)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MUTANTS_RESULTS": os.pathsep.join(map(str, results)),
        "MUTANTS_CHILDREN": str(options.children),
        "MUTANTS_BUDGET": str(options.budget),
        "MUTANTS_MOST": str(options.most),
    }
    arguments = [*ARGUMENTS, *tests_of(sources)]
    subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=place, env=environment, check=True)


def tests_of(sources: dict[str, Path]) -> list[str]:
    """The files of tests that name one of the modules or something public of it; others are not asked."""
    names = set(sources)
    for source in sources.values():
        body = ast.parse((ROOT / source).read_text(encoding="utf-8")).body
        names |= {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    mentioned = re.compile(rf"\b({'|'.join(name for name in names if not name.startswith('_'))})\b")
    files = [path for path in sorted((ROOT / TESTS).glob("test_*.py")) if path.name not in RULES]
    always = {"test_examples.py"}
    return [
        str(path.relative_to(ROOT))
        for path in files
        if path.name in always or mentioned.search(path.read_text(encoding="utf-8"))
    ]


def make(source: Path, place: Path, every: int) -> list[dict[str, Any]]:
    """Write the module with all its mutants into the copy; name them, and say what each changes."""
    code = (ROOT / source).read_text(encoding="utf-8")
    made = WORK / "made" / f"{source.stem}-{hashlib.sha256(code.encode()).hexdigest()[:16]}-{every}.json"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        broken, mutants = broken_code(source, code, place, every)
        made.write_text(json.dumps({"code": broken, "mutants": mutants}), encoding="utf-8")
    found = json.loads(made.read_text(encoding="utf-8"))
    (place / source).write_text(found["code"], encoding="utf-8")
    named: list[dict[str, Any]] = found["mutants"]
    return named


def broken_code(source: Path, code: str, place: Path, every: int) -> tuple[str, list[dict[str, Any]]]:
    """The module with its mutants beside each function, and what each changes."""
    os.chdir(place)  # mutmut reads its settings from where it is run
    from mutmut.mutation.file_mutation import combine_mutations_to_source, create_mutations

    module, mutations, ignored_classes, ignored_functions = create_mutations(str(source), code)
    found = combine_mutations_to_source(module, mutations[::every], ignored_classes, ignored_functions)
    lines, spans = found.code.splitlines(), found.line_span_by_function_name
    mutants = []
    for name in found.mutant_names:
        base = name.partition("__mutmut_")[0]
        before, after = (
            "\n".join(lines[spans[one].start - 1 : spans[one].end]).replace(one, "it")
            for one in (f"{base}__mutmut_orig", name)
        )
        change = Change.between(re.sub("^x_?", "", base).strip("ǁ").replace("ǁ", "."), before, after)
        key = hashlib.sha256(f"{base}\n{after}".encode()).hexdigest()[:16]
        mutants.append({"name": name, "key": key, **vars(change)})
    return found.code, mutants


def dotted(source: Path) -> str:
    """A module's path as it is imported."""
    return ".".join(source.relative_to("src").with_suffix("").parts)


def path_of(name: str) -> Path:
    """Where what came of a module's mutants is kept."""
    folder = WORK / "results"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.json"


def kept(name: str) -> list[dict[str, Any]]:
    """What is known of a module's mutants; nothing if it was never run."""
    path = path_of(name)
    mutants: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["mutants"] if path.exists() else []
    return mutants


def equivalent(name: str) -> set[Change]:
    """The changes of a module that leave its behaviour as it is."""
    listed = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) if EQUIVALENT.exists() else {}
    return {
        Change(entry["function"], entry["was"], became)
        for entry in listed.get(name, [])
        for became in ([entry["became"]] if isinstance(entry["became"], str) else entry["became"])
    }


def survivors(named: list[str]) -> str:
    """Return what no test noticed and nobody has explained yet, and explanations that no longer fit a mutant."""
    lines = []
    for name in named:
        excused = equivalent(name)
        changes = {}
        for mutant in kept(name):
            changes[Change(mutant["function"], mutant["was"], mutant["became"])] = mutant["outcome"]
        for change, outcome in changes.items():
            if outcome == "survived" and change not in excused:
                lines += [f"{name} {change.function}", f"  - {change.was}", f"  + {change.became}"]
        for change in excused:
            if changes and changes.get(change) != "survived":
                lines.append(f"{name}: not a survivor but listed as equivalent: {change}")
    return "\n".join(lines) or "Every mutant that was tried is noticed or explained."


def score(named: list[str]) -> str:
    """Return a table of how many mutants of each module were noticed, in Markdown."""
    rows = []
    for name in named:
        excused = equivalent(name)
        tried = [mutant for mutant in kept(name) if mutant["outcome"]]
        left = [mutant for mutant in tried if mutant["outcome"] == "survived"]
        same = sum(Change(mutant["function"], mutant["was"], mutant["became"]) in excused for mutant in left)
        if tried:
            rows.append((name, len(tried), same, len(tried) - len(left)))
    if not rows:
        return "No mutant was run."
    rows.append(("**all**", *(sum(row[i] for row in rows) for i in (1, 2, 3))))
    return "\n".join(
        [
            f"mutmut {importlib.metadata.version('mutmut')}, Python {sys.version_info.major}.{sys.version_info.minor}",
            "",
            "| Module | Mutants | Equivalent | Noticed | Share of the rest |",
            "| --- | ---: | ---: | ---: | ---: |",
            *(
                f"| {name} | {tried:,} | {same:,} | {noticed:,} | {noticed / max(tried - same, 1):.1%} |"
                for name, tried, same, noticed in rows
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
