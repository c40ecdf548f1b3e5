"""Whom a council is compared with: nearest first, English only, codes of today."""

from pathlib import Path

import pytest

from goldenthread.sources import dfe_statistical_neighbours, ons_neighbours
from goldenthread.sources.source import IssueLog, SourceError

PLACES = [str(place) for place in range(1, 21)]


def write_ons(folder: Path, *rows: list[str], name: str = "ons_global_neighbours.csv") -> None:
    lines = [["AREACD", *PLACES], *([*row, *[""] * (21 - len(row))] for row in rows)]
    (folder / name).write_text("\n".join(",".join(line) for line in lines) + "\n")


def neighbours(tables: object) -> list[tuple[str, str, int, str]]:
    rows = tables.neighbours.to_pylist()  # type: ignore[attr-defined]
    return [(row["area_code"], row["model"], row["position"], row["neighbour_code"]) for row in rows]


def test_english_neighbours_keep_their_order_and_todays_codes_become_those_of_2024(tmp_path: Path) -> None:
    write_ons(
        tmp_path,
        ["E06000001", "W06000001", "E08000038", "E07000001"],
        ["W06000001", "E06000001"],
        ["E47000001", "E06000001"],
        ["E10000003", "E10000007"],
        ["E08000039", "E06000001"],
    )
    issues = IssueLog("ons_neighbours")
    found = neighbours(ons_neighbours.read(tmp_path, issues))
    assert found == [
        ("E06000001", "global", 1, "E08000016"),
        ("E06000001", "global", 2, "E07000001"),
        ("E10000003", "global", 1, "E10000007"),
        ("E08000019", "global", 1, "E06000001"),
    ]
    assert issues.sentences == ["3 pairs with an area outside England or a combined authority were left out."]


def test_each_model_has_its_file(tmp_path: Path) -> None:
    for model in ("economic", "demographic"):
        write_ons(tmp_path, ["E06000001", "E06000002"], name=f"ons_{model}_neighbours.csv")
    assert [row[1] for row in neighbours(ons_neighbours.read(tmp_path, IssueLog("x")))] == ["demographic", "economic"]


def test_a_neighbour_that_is_not_a_code_is_named(tmp_path: Path) -> None:
    write_ons(tmp_path, ["E06000001", "E06000002"], ["E06000002", "E06000001", "Darlington"])
    with pytest.raises(SourceError, match="row 3, column “2”: “Darlington” is not an area code"):
        ons_neighbours.read(tmp_path, IssueLog("x"))


def test_a_neighbour_that_is_no_district_of_2024_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lookup_ltla24_region24.csv").write_text(
        "ltla24_name,ltla24_code,region24_name,region24_code\nAlder,E06000001,North East,E12000001\n"
    )
    write_ons(tmp_path, ["E06000001", "E07000150"])
    with pytest.raises(SourceError, match="“E07000150” is not a district of 2024"):
        ons_neighbours.read(tmp_path, IssueLog("x"))


HEADINGS = "LA num,LA Name,LA number,GOInd,GOReg," + ",".join(f"SN{n},SNP" for n in range(1, 11))


def dfe_row(number: str, name: str, *nearest: str) -> str:
    pairs = [f"{council},Close" for council in (*nearest, *["201"] * (10 - len(nearest)))]
    return ",".join([number, name, number, "1", "Somewhere", *pairs])


def write_dfe(folder: Path, *rows: str, headings: str = HEADINGS) -> None:
    numbered = ",".join(str(n) for n in range(1, 26))
    (folder / "dfe_statistical_neighbours_may2025.csv").write_text("\n".join([numbered, headings, *rows]) + "\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lookup_ltla24_region24.csv").write_text(
        "ltla24_name,ltla24_code,region24_name,region24_code\n"
        'City of London,E09000001,London,E12000007\n"Bristol, City of",E06000023,South West,E12000009\n'
        "St. Helens,E08000013,North West,E12000002\n"
    )
    (tmp_path / "lookup_ltla23_utla23.csv").write_text(
        "ltla23_code,ltla23_name,utla23_code,utla23_name\nE07000001,Birch,E10000003,Birchshire\n"
    )
    return tmp_path


def test_councils_are_found_by_name_and_those_abolished_left_out(folder: Path) -> None:
    write_dfe(
        folder,
        dfe_row("201", "City of London", "801", "342"),
        dfe_row("801", "Bristol", "873"),
        dfe_row("342", "St Helens", "801"),
        dfe_row("873", "Birchshire", "999"),
        dfe_row("874", "Nowhere", "801"),
        ",,",
        ",Old SNs:",
        dfe_row("909", "Cumbria", "801"),
    )
    issues = IssueLog("dfe_statistical_neighbours")
    found = neighbours(dfe_statistical_neighbours.read(folder, issues))
    assert found[:3] == [
        ("E09000001", "children", 1, "E06000023"),
        ("E09000001", "children", 2, "E08000013"),
        ("E09000001", "children", 3, "E09000001"),
    ]
    assert ("E06000023", "children", 1, "E10000003") in found
    noted = issues.table().to_pylist()
    assert [(row["field"], row["value"]) for row in noted] == [(None, None), ("LA Name", "Nowhere"), ("SN", "999")]
    assert noted[0]["what_was_done"] == "1 councils that were abolished were left out."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (dfe_row("20", "City of London"), "row 3, column “LA num”: “20” is not a council's three-digit number"),
        (dfe_row("201", "City of London", "Bristol"), "row 3, column “SN1”: “Bristol” is not"),
        ("201,City of London,201", "row 3: This row has 3 cells"),
        ("", "headings but no rows"),
    ],
)
def test_a_row_that_is_wrong_is_named(folder: Path, row: str, sentence: str) -> None:
    write_dfe(folder, row)
    with pytest.raises(SourceError, match=sentence):
        dfe_statistical_neighbours.read(folder, IssueLog("x"))


def test_a_council_that_is_there_twice_is_refused(folder: Path) -> None:
    write_dfe(folder, dfe_row("201", "City of London"), dfe_row("201", "City of London"))
    with pytest.raises(SourceError, match="row 4, column “LA num”: “201” is there twice, first in row 3"):
        dfe_statistical_neighbours.read(folder, IssueLog("x"))


def test_other_headings_are_refused(folder: Path) -> None:
    write_dfe(folder, dfe_row("201", "City of London"), headings="a,b,c")
    with pytest.raises(SourceError, match="None of the first rows begins with"):
        dfe_statistical_neighbours.read(folder, IssueLog("x"))
    write_dfe(folder, dfe_row("201", "City of London"), headings=HEADINGS.replace("SN10", "SNX"))
    with pytest.raises(SourceError, match="There are 9 columns"):
        dfe_statistical_neighbours.read(folder, IssueLog("x"))


def test_without_the_lookups_of_names_it_says_which(tmp_path: Path) -> None:
    write_dfe(tmp_path, dfe_row("201", "City of London"))
    with pytest.raises(SourceError, match=r"put lookup_ltla24_region24\.csv and lookup_ltla23_utla23\.csv beside"):
        dfe_statistical_neighbours.read(tmp_path, IssueLog("x"))
