"""What each command prints, in words and as JSON, and how it fails."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.factories.snapshots import LSOAS, PLACE, WARDS, write_snapshot

from goldenthread.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line beside a store with the invented snapshot; returns exit code, output and errors."""
    monkeypatch.setenv("GOLDENTHREAD_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    write_snapshot(tmp_path / "store")

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["goldenthread", *arguments])
        capsys.readouterr()
        try:
            main()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        printed = capsys.readouterr()
        return int(code), printed.out, printed.err

    return command


def as_json(found: tuple[int, str, str]) -> Any:
    code, out, err = found
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize(
    "arguments",
    [
        ("place", "list"),
        ("place", "show", PLACE),
        ("gaps", PLACE),
        ("gaps", PLACE, "--fifths", "national"),
        ("indicator", "list"),
        ("indicator", "show", "poor-health", "--place", PLACE),
        ("data", "list"),
    ],
)
def test_every_table_fits_a_hundred_columns_and_every_answer_is_also_json(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    assert max(len(line) for line in out.splitlines()) <= 100
    assert "\x1b[" not in out
    assert as_json(run(*arguments, "--json"))


def test_what_is_typed_again_is_never_broken(run: Run) -> None:
    _, listed, _ = run("indicator", "list")
    for each in as_json(run("indicator", "list", "--json")):
        assert each["slug"] in listed
    _, listed, _ = run("data", "list")
    for each in as_json(run("data", "list", "--json")):
        assert each["id"] in listed
        assert all(file in listed for file in each["files"])


def test_the_gaps_name_most_least_gap_slope_and_verdict(run: Run) -> None:
    _, out, _ = run("gaps", PLACE)
    assert "Gaps in Testford" in out
    assert "17.4" in out
    assert "11.0" in out
    assert "8.0 (6.3 to 9.7)" in out
    assert "narrowing" in out
    assert "No gap for 1 indicator. It is published for whole councils" in " ".join(out.split())
    gaps = {gap["indicator"]: gap for gap in as_json(run("gaps", PLACE, "--json"))["gaps"]}
    assert gaps["poor-health"]["absolute"]["value"] == pytest.approx(6.4)
    assert gaps["poor-health"]["verdict"]["direction"] == "narrowing"
    assert gaps["pay"]["absolute"] is None
    assert gaps["pay"]["reason"]


def test_a_place_is_shown_with_its_areas_and_its_missing_tenths(run: Run) -> None:
    _, out, _ = run("place", "show", PLACE)
    assert "Testford (E08999001), district" in out
    assert "20,000 residents (2024)." in out
    assert "No small area here lies in England's tenths 9 or 10" in out
    shown = as_json(run("place", "show", PLACE, "--json"))
    assert shown["summary"]["areas"]["ward24"] == 4
    assert shown["manifest"][0]["sha256"] == "0" * 64


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("gaps", "E08000099"), "There is no evidence for E08000099"),
        (("gaps", "Stockport"), "is not an area code"),
        (("gaps", PLACE, "--fifths", "sixths"), "not 'sixths'"),
        (("indicator", "show", "unheard-of"), "There is no indicator “unheard-of”"),
        (("indicator", "show", "unheard-of", "--place", PLACE), "There is no indicator 'unheard-of'"),
        (("export", PLACE, "--to", "gaps.docx"), "should end in .csv, .xlsx or .json"),
        (("export", PLACE, "--to", "nowhere/gaps.csv"), "cannot be written"),
        (("place", "build", "E08000007", "--from", "nowhere"), "There is no folder nowhere"),
        (("data", "check", "nowhere.csv", "--place", PLACE), "nowhere.csv: The file cannot be read"),
    ],
)
def test_an_error_is_one_sentence_and_exit_code_1(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    code, out, err = run(*arguments)
    assert code == 1
    assert out == ""
    assert err.startswith("Error: ")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_an_empty_folder_builds_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = run("place", "build", "E08000007", "--from", "empty", "--store", "other")
    assert code == 1
    assert "holds none of the files" in err
    assert not (tmp_path / "other").exists()


def test_a_store_without_places_says_how_to_build_one(run: Run) -> None:
    code, out, _ = run("place", "list", "--store", "empty")
    assert code == 0
    assert "goldenthread place build CODE --from FOLDER" in " ".join(out.split())


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("which", [(), ("--indicator", "poor-health")])
def test_gaps_and_values_are_exported(run: Run, tmp_path: Path, suffix: str, which: tuple[str, ...]) -> None:
    file = tmp_path / f"out.{suffix}"
    code, out, err = run("export", PLACE, "--to", str(file), *which)
    assert (code, err) == (0, "")
    assert "rows were written" in out
    content = file.read_bytes()
    if suffix == "xlsx":
        assert content[:2] == b"PK"
        return
    text = content.decode("utf-8-sig")
    rows = json.loads(text)["rows"] if suffix == "json" else text.splitlines()[1:]
    assert len(rows) == (71 if which else 4)
    assert (LSOAS[0] in text) == bool(which)


def test_a_table_of_ones_own_is_checked_and_then_added(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "trees.csv"
    lines = [f"{code},2025,{number + 5},100" for number, code in enumerate(WARDS)]
    file.write_text("Ward code,Year,Count,Population\n" + "\n".join(lines) + "\n")
    code, out, err = run("data", "check", str(file), "--place", PLACE, "--column", "fixed_period=")
    assert err == ""
    assert "4 rows" in out
    asked = ("--name", "Streets with trees", "--definition", "Streets that have a tree.", "--better", "higher")
    said = ("--publisher", "Testford", "--licence", "Own", "--address", "https://example.org/trees")
    code, out, err = run("data", "add", str(file), "--place", PLACE, *asked, *said)
    assert (code, err) == (0, "")
    assert "Taken as “streets-with-trees”" in out
    shown = as_json(run("indicator", "show", "streets-with-trees", "--place", PLACE, "--json"))
    assert shown["provenance"]["files"][0]["publisher"] == "Testford"


def test_shares_without_a_period_are_taken_once_both_are_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "trees.csv"
    file.write_text(
        "Ward code,Share\n" + "\n".join(f"{code},0.{number + 1}" for number, code in enumerate(WARDS)) + "\n"
    )
    check = ("data", "check", str(file), "--place", PLACE)
    code, out, _ = run(*check)
    assert code == 1
    assert "--period 2023/24" in out
    code, out, _ = run(*check, "--period", "2025")
    assert code == 1
    assert "Say --shares if 0.25 means 25%" in out
    found = as_json(run(*check, "--period", "2025", "--shares", "--json"))
    assert found["check"]["ready"]
    assert found["mapping"]["fixed_period"] == "2025"


def test_a_table_with_something_wrong_is_not_added(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "trees.csv"
    file.write_text(f"Ward code,Year,Rate\n{WARDS[0]},2025,12\nE05000001,2025,13\n")
    code, out, _ = run("data", "check", str(file), "--place", PLACE)
    assert code == 1
    assert "Not areas here: E05000001" in out
    before = as_json(run("place", "list", "--json"))
    asked = ("--name", "Trees", "--definition", "Trees.", "--better", "higher")
    said = ("--publisher", "Testford", "--licence", "Own", "--address", "https://example.org/trees")
    code, _, err = run("data", "add", str(file), "--place", PLACE, *asked, *said)
    assert code == 1
    assert err.startswith("Error: trees.csv")
    assert as_json(run("place", "list", "--json")) == before


REPORT = "# Report 2024-25\n\nWe will open a hub within two years. We will do more. Some people will always doubt it.\n"


def test_promises_of_a_report_are_listed_with_their_place_date_and_rule(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    code, out, err = run("promises", "report.md", "--passed-over")
    assert (code, err) == (0, "")
    assert "2 promises" in out
    assert "We will open a hub within two years." in out
    assert "by 31 March 2027 (“within two years”); rule: will (“will”)" in out
    assert "No date is named that can be told" in out
    assert "it says what happens in general" in out
    assert max(len(line) for line in out.splitlines()) <= 100
    found = as_json(run("promises", "report.md", "--json", "--period", "2020"))
    assert [each["due"] and each["due"]["due_on"] for each in found["promises"]] == ["2022-12-31", None]
    assert found["period"] == {"starts_on": "2020-01-01", "ends_on": "2020-12-31"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.md",), "nowhere.md cannot be read"),
        (("report.md", "--period", "soon"), "“soon” is not a period"),
        (("empty.md",), "empty.md is empty"),
    ],
)
def test_a_report_that_cannot_be_listed_says_why(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "empty.md").touch()
    code, out, err = run("promises", *arguments)
    assert (code, out) == (1, "")
    assert words in " ".join(err.split())
