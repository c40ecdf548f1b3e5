"""The command that checks a report: what it prints, what it ends with, how it fails."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories.report_files import as_pdf, as_word

from goldenthread.checking.documents import read_document
from goldenthread.cli import main

Run = Callable[..., tuple[int, str, str]]
FACTS = "slug,subject,statistic,value\nhomes,Homes,count,2063\njobs,Jobs,count,14\n"
REPORT = """# Fair in Alderbrook, 2022-23

## Homes

We helped [over 2,000](claim:homes) homes. All of it will be done within the next three years.

## Work

We made [15](claim:jobs) jobs. Read [more](#).
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.md").write_text(REPORT)
    (tmp_path / "facts.csv").write_text(FACTS)
    # Of a single page nobody can tell what runs along its foot.
    document = read_document("report.md", (REPORT + "\n\nThat is what we did.\n" * 60).encode())
    (tmp_path / "report.docx").write_bytes(as_word(document))
    (tmp_path / "report.pdf").write_bytes(as_pdf(document))

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["goldenthread", "check", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return command


GIVEN = ("--evidence", "facts.csv", "--today", "2023-06-30")


@pytest.mark.parametrize("name", ["report.md", "report.docx", "report.pdf"])
def test_what_blocks_is_printed_under_its_heading_with_place_rule_and_fix(run: Run, name: str) -> None:
    code, out, err = run(name, *GIVEN)
    assert (code, err) == (1, "")
    assert max(len(line) for line in out.splitlines()) <= 100
    homes, work = out.index("\nHomes\n"), out.index("\nWork\n")
    assert homes < out.index("“within the next three years” is 31 March 2026") < work
    assert (
        work < out.index("BLOCK claim: FALSE. “15” is true exactly 15; the evidence is 14.")
        if "exactly" in out
        else True
    )
    assert "FALSE" in out[work:]
    assert "BLOCK dead-link" in out[work:]
    assert ("page 1:" if name.endswith("pdf") else "paragraph ") in out
    assert "4 claims" not in out
    assert "2 claims, 18 rules" in out


@pytest.mark.parametrize("name", ["report.md", "report.docx", "report.pdf"])
def test_json_has_every_finding(run: Run, name: str) -> None:
    code, out, err = run(name, *GIVEN, "--json")
    assert (code, err) == (1, "")
    found = json.loads(out)
    assert found["blocks"] is True
    assert found["counts"] == {"block": 2, "reason": 0, "warn": 1}
    assert found["period"] == {"starts_on": "2022-04-01", "ends_on": "2023-03-31"}
    assert [(each["rule"], each["severity"], each["verdict"]) for each in found["findings"]] == [
        ("relative-deadline", "warn", ""),
        ("claim", "block", "FALSE"),
        ("dead-link", "block", ""),
    ]
    assert found["findings"][1]["claim"] == "jobs"
    assert found["findings"][1]["section"][-1] == "Work"
    assert list(found["left_out"]) == ["no-consent", "unagreed-quotation"]


def test_nothing_that_blocks_ends_with_nought(run: Run, tmp_path: Path) -> None:
    (tmp_path / "clean.md").write_text("# A\n\nWe helped [over 2,000](claim:homes) homes.\n")
    code, out, _ = run("clean.md", *GIVEN, "--period", "2022-23")
    assert code == 0
    assert "Nothing was found by 18 rules; 1 claim." in out
    code, out, _ = run("report.md", *GIVEN, "--rules", "relative-deadline")
    assert code == 0
    assert "0 must be put right, 0 must be put right or given a reason, 1 worth a look" in out


def test_rules_are_chosen_and_those_without_their_needs_are_named(run: Run) -> None:
    _, out, _ = run("report.md", "--today", "2023-06-30")
    assert "Not checked: claim; it needs facts." in out
    _, out, _ = run("report.md", "--rules", "dead-link,claim", "--rules", "editors-note", *GIVEN, "--json")
    assert json.loads(out)["rules"] == ["dead-link", "claim", "editors-note"]


def test_empty_claims_are_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("# A\n\nWe made [](claim:jobs) jobs.\n")
    code, _, _ = run("empty.md", *GIVEN, "--write-to", "written.md")
    assert code == 0
    assert (tmp_path / "written.md").read_text() == "# A\n\nWe made [14](claim:jobs) jobs.\n"


def test_consents_are_handed_in(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.md").write_text("# A\n\n“I felt at home here from the very first day” – Carol\n")
    (tmp_path / "none.csv").write_text("name,given_on\n")
    (tmp_path / "one.csv").write_text("name,given_on\nCarol,2022-01-01\n")
    assert run("q.md", "--consents", "none.csv", "--today", "2023-06-30")[0] == 1
    assert run("q.md", "--consents", "one.csv", "--today", "2023-06-30")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gone.md",), "gone.md cannot be read"),
        (("report.md", "--evidence", "gone.csv"), "gone.csv cannot be read"),
        (("report.md", "--evidence", "bad.csv"), "bad.csv, row 2, column value: “ten” is not a number"),
        (("report.md", "--consents", "bad.csv"), "bad.csv has no column name"),
        (("report.md", "--today", "1 May"), "“1 May” is not a day"),
        (("report.md", "--period", "soon"), "“soon” is not a period"),
        (("report.md", "--rules", "spelling"), "There is no rule “spelling”"),
        (("report.md", "--write-to", "x.md"), "Claims are written from facts"),
        (("bad.csv",), "is not a report that can be read"),
    ],
)
def test_what_cannot_be_read_ends_with_two_and_a_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "bad.csv").write_text("slug,subject,statistic,value\nhomes,Homes,count,ten\n")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())
