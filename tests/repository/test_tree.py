"""The tree explains itself, and names nothing it should not."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "goldenthread"


def tracked_files() -> list[Path]:
    """Return every file of the project: those in git, and new ones that git would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for line in listed.splitlines() if (path := ROOT / line).is_file()]


def text_files() -> list[tuple[Path, str]]:
    found = []
    for path in tracked_files():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


TEXTS = text_files()
MODULES = [
    path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts and "node_modules" not in path.parts
]

# Written in pieces so that this file does not name what it forbids.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("registry", "npmmirror", "com"),
    )
]
MACHINE_PATHS = [
    "/".join(("", "work", "main")),
    "/".join(("", "root", "")),
    "/".join(("", "tmp", "gt")),
    "/".join(("", "opt", "pypi")),
]


@pytest.mark.parametrize("forbidden", [*REGISTRY_HOSTS, *MACHINE_PATHS])
def test_no_file_names_a_package_registry_or_a_path_of_one_machine(forbidden: str) -> None:
    guilty = [str(path.relative_to(ROOT)) for path, text in TEXTS if forbidden in text]
    assert not guilty, f"{forbidden} is named in: {', '.join(guilty)}"


UNFINISHED = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|lorem" + r" ipsum|raise NotImplemented" + r"Error)\b", re.IGNORECASE
)


def test_nothing_is_left_unfinished() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in TEXTS
        if path.suffix in {".py", ".html", ".yaml", ".md", ".scss", ".js", ".txt"}
        for number, line in enumerate(text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not guilty, f"Unfinished work is marked at: {', '.join(guilty)}"


VAGUE_NAMES = {"utils.py", "helpers.py", "common.py", "manager.py", "misc.py", "service.py", "business_logic.py"}


def test_no_file_has_a_name_that_says_nothing() -> None:
    guilty = [str(path.relative_to(ROOT)) for path in tracked_files() if path.name in VAGUE_NAMES]
    assert not guilty, f"Name these files for the noun they hold: {', '.join(guilty)}"


def test_no_folder_is_named_for_a_year_or_a_version() -> None:
    guilty = {
        part
        for path in tracked_files()
        for part in path.relative_to(ROOT).parts[:-1]
        if re.fullmatch(r"v\d+|.*(19|20)\d\d.*", part)
    }
    assert not guilty, f"Folders named for a year or a version: {', '.join(sorted(guilty))}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 620, f"{path.relative_to(ROOT)} has {lines} lines: make it a package whose files are nouns."


def public_nodes(tree: ast.Module) -> list[tuple[str, ast.AST]]:
    """Return the module and its public functions and classes, with the public methods of dataclasses left out."""
    found: list[tuple[str, ast.AST]] = [("the module", tree)]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            found.append((node.name, node))
    return found


#: Where the reader is another programmer rather than Django, every public name says what it is.
DOCUMENTED = ("core", "engine", "sources", "publishing", "checking", "definitions", "impact", "samples", "cli")


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in DOCUMENTED],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_every_public_name_of_the_library_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not tree.body:
        return
    silent = [name for name, node in public_nodes(tree) if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert not silent, f"{path.relative_to(ROOT)} does not say what these are: {', '.join(silent)}"


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    end = lines.index("[project.scripts]")
    silent = [line.strip() for line in lines[start:end] if re.match(r'\s+"[a-z]', line) and "#" not in line]
    assert not silent, f"Dependencies without a reason: {silent}"


def requirement_names(path: Path) -> set[str]:
    return {
        re.split(r"[=\s]", line)[0].lower() for line in path.read_text().splitlines() if re.match(r"[A-Za-z]", line)
    }


def test_every_dependency_is_pinned_with_a_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {"library": project["dependencies"], "site": project["optional-dependencies"]["site"]}
    wanted["dev"] = [
        entry for entries in project["optional-dependencies"].values() for entry in entries if "nodejs" not in entry
    ]
    for name, entries in wanted.items():
        path = ROOT / "requirements" / f"{name}.txt"
        pinned = requirement_names(path)
        missing = {re.split(r"[\[<>=~!]", entry)[0].lower() for entry in entries} - pinned
        assert not missing, f"{path.name} does not pin: {', '.join(sorted(missing))}. Compile it anew (DEVELOPERS.md)."
    for path in (ROOT / "requirements").glob("*.txt"):
        blocks = re.split(r"\n(?=[A-Za-z])", path.read_text().strip())
        unhashed = [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]
        assert not unhashed, f"{path.name} pins these without a hash: {unhashed}"


def test_no_state_is_saved_outside_actions() -> None:
    """Views, forms and the API call actions, which ask the permission and leave an audit event."""
    writes = re.compile(r"\.(save|delete|bulk_create|bulk_update|update_or_create|get_or_create)\(")
    guilty = []
    for path in MODULES:
        parts = path.relative_to(PACKAGE).parts
        if any(part.removesuffix(".py") in {"views", "forms", "api", "presenters"} for part in parts):
            guilty += [
                f"{path.relative_to(ROOT)}:{number}"
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
                if writes.search(line)
            ]
    assert not guilty, f"Written outside an action: {', '.join(guilty)}"
