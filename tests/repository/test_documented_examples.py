"""Every Python example in the documentation is run as it stands."""

import re
from pathlib import Path

import pytest

from goldenthread.engine.store import Store
from goldenthread.samples.alderbrook.evidence import make_evidence

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.S | re.M)
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


def test_there_are_examples() -> None:
    assert ROOT / "README.md" in WITH_EXAMPLES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    generated = {
        "commands.md",
        "indicators.md",
        "sources.md",
        "states.md",
        "statistics.md",
        "glossary.md",
        "methods.md",
    }
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" in target or Path(target).name in generated:
            continue
        assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"
