"""goldenthread impact: what it prints, and the sentences in which a file is refused."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldenthread.cli import main
from goldenthread.impact import difference_in_differences, interrupted_series, synthetic_control

Run = Callable[..., tuple[int, str, str]]
WARDS = [
    (
        f"ward {ward}",
        year,
        40 + 3 * ward + year - 2020 + (4 if ward < 4 and year >= 2023 else 0) + (ward * year) % 3 / 4,
    )
    for ward in range(8)
    for year in range(2019, 2026)
]


def csv_of(rows: list[tuple[Any, ...]], header: str = "unit,period,value,treated") -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)])


def wards(treated: int = 4) -> list[tuple[Any, ...]]:
    return [(ward, year, value, int(int(ward[-1]) < treated and year >= 2023)) for ward, year, value in WARDS]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command on a file with this text; returns exit code, output and errors."""

    def command(text: str, *options: str) -> tuple[int, str, str]:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["goldenthread", "impact", str(path), *options])
        code: Any = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        printed = capsys.readouterr()
        return int(code), printed.out, printed.err

    return command


def test_it_says_what_the_library_says(run: Run) -> None:
    code, out, err = run(csv_of(wards()))
    assert (code, err) == (0, "")
    found = difference_in_differences(*zip(*wards(), strict=True))
    words = " ".join(out.split())
    for sentence in found.sentences:
        assert sentence in words
    assert "Maryland Scientific Methods Scale" in words
    assert max(len(line) for line in out.splitlines()) <= 100


@pytest.mark.parametrize("method", ["difference", "event-study", "synthetic", "series"])
def test_every_method_fits_a_hundred_columns_and_is_also_json(run: Run, method: str) -> None:
    rows = wards(1 if method == "synthetic" else 4)
    rows = [row for row in rows if row[0] == "ward 0"] if method == "series" else rows
    code, out, err = run(csv_of(rows), "--method", method)
    assert (code, err) == (0, "")
    assert max(len(line) for line in out.splitlines()) <= 100
    code, out, err = run(csv_of(rows), "--method", method, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["method"] == method
    assert found["sentences"]
    assert found["strength"]["level"] in {1, 2, 3}


def test_the_numbers_are_those_of_the_library(run: Run) -> None:
    _, out, _ = run(csv_of(wards(1)), "--method", "synthetic", "--movements", "--json")
    expected = synthetic_control(*zip(*wards(1), strict=True), allow_level_difference=True)
    assert json.loads(out)["table"]["gap"] == pytest.approx(expected.path.gap.tolist())
    one = [row for row in wards() if row[0] == "ward 0"]
    _, out, _ = run(csv_of(one), "--method", "series", "--json")
    series = interrupted_series([row[1] for row in one], [row[2] for row in one], start=2023)
    assert json.loads(out)["table"]["value"][2] == pytest.approx(series.effect.value)


def test_a_missing_value_with_a_reason_leaves_the_unit_out(run: Run) -> None:
    rows = [(*row, "") for row in wards()]
    rows[-1] = (*rows[-1][:2], "", 0, "not published")
    code, out, _ = run(csv_of(rows, "unit,period,value,treated,reason"))
    assert code == 0
    assert "ward 7 is left out. 2025: not published." in " ".join(out.split())


def test_being_chosen_for_being_worst_costs_a_level(run: Run) -> None:
    plain, worst = (
        json.loads(run(csv_of(wards()), "--json", *more)[1])["strength"] for more in ((), ("--chosen-for-being-worst",))
    )
    assert "chosen for being worst" in worst["why"]
    assert worst["level"] <= plain["level"]


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("unit,period,value\nA,1,2", (), "table.csv: There is no column treated"),
        ("", (), "There is no column unit or period or value or treated"),
        (csv_of([("A", 1, "many", 0)]), (), "table.csv, row 2, column “value”: “many” is not a number"),
        (csv_of([("A", 1, 2, "yes")]), (), "table.csv, row 2, column “treated”: “yes” is neither 1"),
        (csv_of([("A", 1, 2, 0), ("A", 1, 3, 0)]), (), "table.csv: A has the period 1 twice"),
        (csv_of(wards(0)), (), "No unit is ever treated"),
        (csv_of(wards()), ("--method", "series"), "A series is of one unit; there are 8"),
        (csv_of([("A", year, year, 0) for year in range(9)]), ("--method", "series"), "No period is marked as treated"),
        (csv_of(wards()), ("--method", "synthetic"), "4 units are treated"),
    ],
)
def test_a_file_that_says_nothing_is_refused_in_a_sentence(
    run: Run, text: str, options: tuple[str, ...], sentence: str
) -> None:
    code, _, err = run(text, *options)
    assert code == 1
    assert sentence in err
    assert "Traceback" not in err


def test_without_the_extra_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("goldenthread.impact")]:
        monkeypatch.delitem(sys.modules, name)
    import goldenthread

    monkeypatch.delattr(goldenthread, "impact", raising=False)
    monkeypatch.setitem(sys.modules, "statsmodels.regression.linear_model", None)
    code, _, err = run(csv_of(wards()))
    assert code == 1
    assert "pip install 'goldenthread[impact]'" in err
