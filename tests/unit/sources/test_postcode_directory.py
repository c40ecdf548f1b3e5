"""A postcode directory, in the layouts it has had (made rows)."""

from pathlib import Path

import pytest

from goldenthread.sources.postcode_directory import read
from goldenthread.sources.source import IssueLog, SourceError

ONSPD = "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,oa21,lsoa21,msoa21"
NSPL = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,cty,laua,ward,lsoa21"
NSPL_2026 = "pcd7,pcd8,pcds,dointr,doterm,oa21cd,lad26cd,wd26cd,lsoa21cd"


def line(layout: str, postcode: str, lsoa: str, ward: str, district: str, ended: str = "") -> str:
    cells = {
        "pcds": postcode, "pcd": postcode.replace(" ", "").ljust(7), "doterm": ended,
        "oslaua": district, "laua": district, "lad26cd": district,
        "osward": ward, "ward": ward, "wd26cd": ward, "lsoa21": lsoa, "lsoa21cd": lsoa,
    }  # fmt: skip
    return ",".join(f'"{cells.get(name, "1")}"' for name in layout.split(","))


def write(folder: Path, layout: str, *lines: str, name: str = "ONSPD_FEB_2025_UK.csv") -> None:
    (folder / name).write_text("\n".join([layout, *lines]) + "\n")


@pytest.mark.parametrize("layout", [ONSPD, NSPL, NSPL_2026])
@pytest.mark.parametrize("name", ["ONSPD_FEB_2025_UK.csv", "NSPL_MAY_2025_UK.csv", "nspl_sample.csv"])
def test_english_postcodes_in_use_are_read_from_every_layout(tmp_path: Path, layout: str, name: str) -> None:
    write(
        tmp_path,
        layout,
        line(layout, "SK1 3XE", "E01005800", "E05015014", "E08000007"),
        line(layout, "sk1  1aa", "E01005801", "E05015014", "E08000007"),
        line(layout, "SK1 9ZZ", "E01005801", "E05015014", "E08000007", "199606"),
        line(layout, "CF10 1AA", "W01001939", "W05001283", "W06000015"),
        line(layout, "JE2 3AB", "L99999999", "L99999999", "L99999999"),
        name=name,
    )
    issues = IssueLog("postcode_directory")
    table = read(tmp_path, issues).postcodes
    assert table is not None
    assert table.to_pylist() == [
        {"postcode": "SK13XE", "lsoa21": "E01005800", "ward24": "E05015014", "district": "E08000007"},
        {"postcode": "SK11AA", "lsoa21": "E01005801", "ward24": "E05015014", "district": "E08000007"},
    ]
    assert issues.sentences == ["3 postcodes were left out: no longer used, or outside England."]


def lookups(folder: Path) -> None:
    (folder / "lookup_lsoa21_ward24_ltla24.csv").write_text(
        "lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code\n"
        "A,E01005800,Elm,E05015014,Stockport,E08000007\n"
    )
    (folder / "lookup_ltla24_region24.csv").write_text(
        "ltla24_name,ltla24_code,region24_name,region24_code\nStockport,E08000007,North West,E12000002\n"
    )


def test_a_ward_of_another_year_becomes_a_gap(tmp_path: Path) -> None:
    lookups(tmp_path)
    write(
        tmp_path,
        ONSPD,
        line(ONSPD, "SK1 3XE", "E01005800", "E05099999", "E08000007"),
        line(ONSPD, "SK1 3XF", "E01005800", "E05015014", "E08000007"),
    )
    issues = IssueLog("postcode_directory")
    table = read(tmp_path, issues).postcodes
    assert table is not None
    assert table.column("ward24").to_pylist() == [None, "E05015014"]
    assert issues.sentences[1] == "The wards of 1 postcodes are not wards of 2024; their small area's ward is used."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            line(ONSPD, "Stockport", "E01005800", "E05015014", "E08000007"),
            "row 3, column “pcds”: “STOCKPORT” is not a postcode",
        ),
        (line(ONSPD, "SK1 3XE", "E01005800", "E05015014", "E08000007"), "“SK13XE” is there twice, first in row 2"),
        (
            line(ONSPD, "SK1 3XF", "E01000009", "E05015014", "E08000007"),
            "row 3, column “lsoa21”: “E01000009” is not a code",
        ),
        (
            line(ONSPD, "SK1 3XF", "E01005800", "E05015014", "E08000099"),
            "row 3, column “oslaua”: “E08000099” is not a code",
        ),
        ('"SK1 3XF","1"', "row 3: This row has 2 cells and the heading 12"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, wrong: str, sentence: str) -> None:
    lookups(tmp_path)
    write(tmp_path, ONSPD, line(ONSPD, "SK1 3XE", "E01005800", "E05015014", "E08000007"), wrong)
    with pytest.raises(SourceError, match=sentence):
        read(tmp_path, IssueLog("postcode_directory"))


def test_a_directory_of_2011_areas_is_of_another_vintage(tmp_path: Path) -> None:
    write(tmp_path, ONSPD.replace("lsoa21", "lsoa11"), line(ONSPD, "SK1 3XE", "E01005800", "E05015014", "E08000007"))
    with pytest.raises(SourceError, match="small areas of 2011 only: it is of another vintage"):
        read(tmp_path, IssueLog("postcode_directory"))


def test_another_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a,b", "1,2")
    with pytest.raises(SourceError, match="check that it is a postcode directory"):
        read(tmp_path, IssueLog("postcode_directory"))


def test_a_directory_without_english_postcodes_is_refused(tmp_path: Path) -> None:
    write(tmp_path, ONSPD, line(ONSPD, "CF10 1AA", "W01001939", "W05001283", "W06000015"))
    with pytest.raises(SourceError, match="no English postcode in use"):
        read(tmp_path, IssueLog("postcode_directory"))
