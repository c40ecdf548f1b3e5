"""Every Python example in the documentation is run as it stands."""

import re
import shlex
import sys
from pathlib import Path

import pytest
import typer.main

from goldenthread.cli import main
from goldenthread.cli.application import app as library
from goldenthread.engine.store import Store
from goldenthread.project.console import app as site
from goldenthread.samples.alderbrook.evidence import make_evidence

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.S | re.M)
CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```", re.S | re.M)
PROGRAMS = {"goldenthread": library, "goldenthread-site": site}
WITH_EXAMPLES = [page for page in PAGES if EXAMPLE.search(page.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    evidence = make_evidence()
    Store(folder).place(evidence.code).write(evidence.tables, evidence.manifest, evidence.definitions)
    return folder


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.name)
def test_the_examples_of_a_page_run(page: Path, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {"directory": directory}
    for example in EXAMPLE.findall(page.read_text(encoding="utf-8")):
        exec(compile(example, str(page), "exec"), names)  # the project's own documentation
    assert capsys.readouterr().out.strip(), "an example that prints nothing shows nothing"


def commands_written(text: str) -> list[list[str]]:
    """The words of each `goldenthread …` and `goldenthread-site …` in a page, without what stands for something."""
    joined = text.replace("\\\n", " ")
    lines = [line.partition("  #")[0] for block in CONSOLE.findall(joined) for line in block.splitlines()]
    found = re.findall(r"`((?:goldenthread|goldenthread-site) [^`]+)`", joined)
    found += [line[line.index("goldenthread") :] for line in lines if re.search(r"(^|/| )goldenthread(-site)? ", line)]
    return [shlex.split(each.replace("…", "")) for each in found]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_a_page_names_exists_with_its_options(page: Path) -> None:
    for program, *words in commands_written(page.read_text(encoding="utf-8")):
        command = typer.main.get_command(PROGRAMS[program])
        while words and hasattr(command, "commands") and not words[0].startswith("-"):
            name = words.pop(0)
            assert name in command.commands, f"{page.name}: {program} has no command {name}"
            command = command.commands[name]
        known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)} | {"--help"}
        used = {word for word in words if word.startswith("--")}
        assert used <= known, f"{page.name}: {command.name} has no option {', '.join(sorted(used - known))}"


SAVED = re.compile(r"as `([\w.-]+)`[^`]*?(?:`[^`\n]*`[^`]*?)*?\n\n```\w+\n(.*?)^```", re.S | re.M)
TRANSCRIPT = re.compile(r"^\$ (goldenthread [^\n]+)\n(.+)\Z", re.S)
TRANSCRIPTS = [
    (page, *found.groups())
    for page in PAGES
    for block in CONSOLE.findall(page.read_text(encoding="utf-8"))
    if (found := TRANSCRIPT.match(block))
]


@pytest.mark.parametrize(("page", "command", "printed"), TRANSCRIPTS, ids=lambda value: getattr(value, "name", None))
def test_a_transcript_is_what_the_command_prints(
    page: Path,
    command: str,
    printed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The files that a page has its reader save, and then the command, as it stands."""
    for name, content in SAVED.findall(page.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    with pytest.raises(SystemExit):
        main()
    said = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert said == printed.splitlines()


def test_there_are_transcripts() -> None:
    assert TRANSCRIPTS


def test_pages_name_commands() -> None:
    assert ["goldenthread", "gaps", "E08000007"] in commands_written((ROOT / "README.md").read_text(encoding="utf-8"))


def test_there_are_examples() -> None:
    assert ROOT / "README.md" in WITH_EXAMPLES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    generated = {
        "checks.md",
        "commands.md",
        "indicators.md",
        "plan-form.md",
        "sources.md",
        "states.md",
        "statistics.md",
        "claims.md",
        "impact.md",
        "glossary.md",
        "coverage.md",
    }
    shown = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", shown):
        if "://" in target or Path(target).name in generated or "reference/methods/" in target:
            continue
        assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"
