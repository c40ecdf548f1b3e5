"""Any table of areas and values: columns guessed, rows tried, everything wrong listed, and nothing half taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Aggregation, IntervalMethod
from goldenthread.engine.tables import AREAS, OBSERVATIONS
from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_checks import check_upload
from goldenthread.sources.upload_definitions import UploadDefinition, keep_upload, kept_uploads, make_upload
from goldenthread.sources.uploads import ColumnMapping, KnownAreas, UploadCheck, guess_mapping, open_upload

AREA_ROWS = [
    ("E05000001", "Elm North", "ward24", True),
    ("E05000002", "Oak & Ash", "ward24", True),
    ("E05000003", "Central", "ward24", True),
    ("E05000099", "Central", "ward24", False),
    ("E05000098", "Far", "ward24", False),
    ("E05000097", "Far", "ward24", False),
    ("E05000096", "Alder", "ward24", False),
    ("E06000001", "Alder", "district", True),
    ("E06000002", "Birch, City of", "district", False),
    ("E01000001", "Alder 001A", "lsoa21", True),
    ("E01000001", "Alder 001A", "lsoa11", True),
    ("E01000009", "Alder 001C", "lsoa11", True),
]
KNOWN = KnownAreas.from_table(
    pa.Table.from_pylist([{"code": c, "name": n, "kind": k, "in_place": i} for c, n, k, i in AREA_ROWS], schema=AREAS)
)
MAPPING = ColumnMapping(area="Ward", value="Share", fixed_period="2023/24")
CSV = "Ward,Share\nE05000001,12.5\nE05000002,c\n"


def check(content: str, mapping: ColumnMapping = MAPPING, **options: Any) -> UploadCheck:
    return check_upload(open_upload("wards.csv", content.encode()), mapping, KNOWN, measure="upload-x", **options)


def sentences(found: UploadCheck) -> list[str]:
    return [str(problem) for problem in found.problems]


def test_a_good_table_becomes_observations() -> None:
    found = check(CSV, unit="%")
    assert found.is_ready
    assert found.observations is not None
    assert found.observations.schema == OBSERVATIONS
    rows = found.observations.to_pylist()
    assert [(r["area_code"], r["value"], r["status"]) for r in rows] == [
        ("E05000001", 12.5, None),
        ("E05000002", None, "suppressed"),
    ]
    assert {(r["measure"], r["period"], r["period_start"], r["period_end"], r["group"]) for r in rows} == {
        ("upload-x", "2023/24", date(2023, 4, 1), date(2024, 3, 31), "All people")
    }
    assert (found.rows, found.values, found.missing) == (2, 1, 1)
    assert found.areas_by_kind == {"ward24": 2}
    assert found.periods == ("2023/24",)
    assert found.problems == ()


def test_areas_are_found_by_name_those_of_the_place_first() -> None:
    found = check("Ward,Share\nelm north,1\nOak and Ash,2\nCENTRAL,3\ne05000098,4\n")
    assert found.taken().column("area_code").to_pylist() == ["E05000001", "E05000002", "E05000003", "E05000098"]


def test_a_name_of_two_kinds_means_the_kind_that_most_rows_are() -> None:
    found = check("Ward,Share\nAlder,1\nBirch,2\nE06000002,3\n", replace(MAPPING))
    assert found.problems[0].sentence.startswith("E06000002 in 2023/24 is there twice")
    found = check("Ward,Share\nAlder,1\nBirch,2\n")
    assert found.taken().column("area_code").to_pylist() == ["E06000001", "E06000002"]


def test_unknown_areas_stand_in_the_way_and_are_listed() -> None:
    content = CSV + "Nowhere,3\nNowhere,4\nFar,5\n,6\n"
    found = check(content)
    assert not found.is_ready
    assert found.unmatched == ("Nowhere", "Far", "")
    assert sentences(found) == [
        "row 4, column “Ward”: “Nowhere” is neither a code nor a name of an area here; "
        "correct it, or leave such rows out.",
        "row 6, column “Ward”: “Far” is the name of 2 areas (E05000097, E05000098); use the code.",
        "row 7, column “Ward”: The cell is blank where an area belongs; fill it or remove the row.",
    ]
    with pytest.raises(SourceError, match=r"wards\.csv, row 4, column “Ward”: “Nowhere” is neither"):
        found.taken()


def test_unknown_areas_can_be_left_out_and_are_still_listed() -> None:
    found = check(CSV + "Nowhere,3\nNowhere,4\n", leave_out_unmatched=True)
    assert found.is_ready
    assert found.taken().num_rows == 2
    assert found.unmatched == ("Nowhere",)
    assert [problem.sentence for problem in found.warnings] == [
        "2 rows were left out, whose areas are not known here: “Nowhere”."
    ]


def test_a_table_of_unknown_areas_only_is_not_taken() -> None:
    assert not check("Ward,Share\nx,1\ny,2\n", leave_out_unmatched=True).is_ready


@pytest.mark.parametrize(
    ("cell", "value", "status"),
    [
        ("12", 12.0, None), ("-3.5", -3.5, None), ('"1,234.5"', 1234.5, None), ("£450", 450.0, None), ("7%", 7.0, None),
        ("0", 0.0, None), ("", None, "not published"), ("[x]", None, "not published"), (":", None, "not published"),
        ("[c]", None, "suppressed"), ("*", None, "suppressed"), ("z", None, "not applicable"),
        ("N/A", None, "not applicable"), ("[u]", None, "unreliable"),
    ],
)  # fmt: skip
def test_numbers_and_marks_are_read_as_statisticians_write_them(
    cell: str, value: float | None, status: str | None
) -> None:
    row = check(f"Ward,Share\nE05000001,{cell}\nE05000002,5\n").taken().to_pylist()[0]
    assert (row["value"], row["status"]) == (value, status)


@pytest.mark.parametrize("cell", ["about 3", "1.2.3", "nan", "inf", "-", "1e999", "12 %%"])
def test_text_where_a_number_belongs_is_named(cell: str) -> None:
    found = check(f"Ward,Share\nE05000001,{cell}\nE05000002,5\n")
    assert not found.is_ready
    assert sentences(found)[0].startswith(f"row 2, column “Share”: “{cell}” is text where a number belongs")


def test_percentages_from_0_to_1_must_be_said_to_be_so() -> None:
    content = "Ward,Share\nE05000001,0.25\nE05000002,0.5\n"
    unsaid = check(content, unit="%")
    assert not unsaid.is_ready
    assert "say whether 0.25 means 25% or 0.25%" in sentences(unsaid)[0]
    assert check(content, unit="%", is_proportion=True).taken().column("value").to_pylist() == [25.0, 50.0]
    assert check(content, unit="%", is_proportion=False).taken().column("value").to_pylist() == [0.25, 0.5]
    assert check(content, unit="score").taken().column("value").to_pylist() == [0.25, 0.5]
    assert check(content.replace("5\n", "5%\n"), unit="%").taken().column("value").to_pylist() == [0.25, 0.5]
    assert "A proportion cannot be above 1" in sentences(check(CSV, unit="%", is_proportion=True))[0]


def test_periods_and_groups_come_from_columns() -> None:
    mapping = ColumnMapping("Ward", "Share", group="Group", period="Year", characteristic="ethnicity")
    content = (
        "Ward,Group,Year,Share\nE05000001,Total,2022,1\nE05000001,Asian,2022,2\nE05000001,Asian,2023,3\n"
        "E05000001,Cornish,2023,4\n"
    )
    found = check(content, mapping)
    assert [(r["characteristic"], r["group"], r["period"]) for r in found.taken().to_pylist()] == [
        ("all", "All people", "2022"),
        ("ethnicity", "Asian or Asian British", "2022"),
        ("ethnicity", "Asian or Asian British", "2023"),
        ("ethnicity", "Cornish", "2023"),
    ]
    assert found.periods == ("2022", "2023")
    assert sentences(found) == [
        "row 5, column “Group”: “Cornish” is not one of the usual groups of ethnic group; it is kept as written."
    ]


def test_a_period_that_is_none_is_named_once() -> None:
    found = check(
        "Ward,Year,Share\nE05000001,soon,1\nE05000002,soon,1\n", ColumnMapping("Ward", "Share", period="Year")
    )
    assert sentences(found) == [
        "row 2, column “Year”: “soon” is not a period such as 2023, 2023/24, 2021 to 2023 or 2024 Q1."
    ]


def test_an_area_that_is_there_twice_is_named_with_both_rows() -> None:
    found = check(CSV + "Elm North,13\n")
    assert sentences(found) == [
        "row 4, column “Ward”: E05000001 in 2023/24 is there twice, first in row 2; remove one."
    ]


FULL = ColumnMapping("Ward", "Share", count="Count", denominator="Base", lower="Low", upper="High", fixed_period="2023")


def test_counts_and_limits_are_kept() -> None:
    row = check("Ward,Share,Count,Base,Low,High\nE05000001,25,1,4,5,70\n", FULL, unit="%").taken().to_pylist()[0]
    assert (row["count"], row["denominator"], row["lower"], row["upper"]) == (1, 4, 5, 70)


@pytest.mark.parametrize(
    ("cells", "sentence", "is_fatal"),
    [
        ("25,-1,4,5,70", "column “Count”: “-1” is below zero, which no count can be", True),
        ("25,5,4,5,70", "column “Count”: The count 5 is above the denominator 4", True),
        ("25,1,4,70,5", "column “Low”: The lower limit 70 is above the upper limit 5", True),
        ("25,1,4,30,70", "column “Share”: 25 lies outside its own interval, 30 to 70", False),
        ("20,1,4,5,70", "column “Share”: 20 is not 100 × 1 ÷ 4 (which is 25); the value was kept as given", False),
        ("120,,,5,170", "column “Share”: 120% lies outside 0 to 100", False),
    ],
)
def test_numbers_that_do_not_agree_are_pointed_out(cells: str, sentence: str, is_fatal: bool) -> None:
    found = check(f"Ward,Share,Count,Base,Low,High\nE05000001,{cells}\n", FULL, unit="%")
    assert sentence in sentences(found)[0]
    assert found.is_ready is not is_fatal


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (ColumnMapping("", "Share", fixed_period="2023"), "Say which column holds the area."),
        (ColumnMapping("Ward", "", fixed_period="2023"), "Say which column holds the value."),
        (
            ColumnMapping("Ward", "Rate", fixed_period="2023"),
            "There is no column “Rate” for the value; choose one of Ward, Share.",
        ),
        (ColumnMapping("Ward", "Ward", fixed_period="2023"), "One column cannot be two things"),
        (ColumnMapping("Ward", "Share"), "Say which period the values are of"),
        (ColumnMapping("Ward", "Share", fixed_period="soon"), "“soon” is not a period"),
        (
            ColumnMapping("Ward", "Share", period="Ward", fixed_period="2023"),
            "Give either a column of periods or one period",
        ),
        (
            ColumnMapping("Ward", "Share", lower="Share", fixed_period="2023"),
            "Give both limits of the interval, or neither.",
        ),
        (
            ColumnMapping("Ward", "Share", group="Ward", fixed_period="2023"),
            "Say what the groups are groups of: sex, age",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping: ColumnMapping, sentence: str) -> None:
    found = check(CSV, mapping)
    assert not found.is_ready
    assert any(sentence in problem for problem in sentences(found))


def test_many_problems_are_listed_up_to_a_limit() -> None:
    found = check("Ward,Share\n" + "".join(f"x{n},1\n" for n in range(250)))
    assert len(found.problems) == 101
    assert found.problems[-1].sentence == "There are 150 more problems like these."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CSV, ColumnMapping("Ward", "Share")),
        (
            "Ward code,Ward name,Year,Numerator,Population,Rate,Lower CI,Upper CI\n"
            "E05000001,Elm North,2022,5,100,5,1,9\nE05000002,Oak & Ash,2023,6,100,6,2,10\n",
            ColumnMapping("Ward code", "Rate", "", "Year", "Numerator", "Population", "Lower CI", "Upper CI"),
        ),
        (
            "area,ethnic_group,n,total_residents,prop\nElm North,Asian,1,4,0.25\nElm North,White,3,4,0.75\n",
            ColumnMapping("area", "prop", "ethnic_group", "", "", "total_residents", characteristic="ethnicity"),
        ),
        (
            "place,sex,number\nAlder,Female,3\nAlder,Male,4\n",
            ColumnMapping("place", "number", "sex", characteristic="sex"),
        ),
    ],
)
def test_columns_are_guessed_from_their_cells_and_headings(content: str, expected: ColumnMapping) -> None:
    assert guess_mapping(open_upload("a.csv", content.encode()), KNOWN) == expected


def test_no_guess_is_made_where_there_are_no_areas_or_no_numbers() -> None:
    with pytest.raises(SourceError, match="No column holds codes or names of areas"):
        guess_mapping(open_upload("a.csv", b"x,y\nq,1\n"), KNOWN)
    with pytest.raises(SourceError, match="No column holds numbers"):
        guess_mapping(open_upload("a.csv", b"Ward,y\nE05000001,many\n"), KNOWN)


def test_a_small_area_of_both_vintages_counts_as_the_newer() -> None:
    found = check("Ward,Share\nE01000001,1\nE01000009,2\n")
    assert found.areas_by_kind == {"lsoa21": 1, "lsoa11": 1}


DEFINITION = UploadDefinition(
    name="Adults who feel lonely often or always",
    plain_name="Often lonely",
    definition="Adults who answered often or always.",
    unit="%",
    polarity=Polarity.LOWER_IS_BETTER,
    publisher="Alder Council",
    licence="Open Government Licence v3.0",
    address="https://alder.example/survey",
)


def upload_of(content: str = CSV, mapping: ColumnMapping = MAPPING, **changes: Any) -> Any:
    definition = replace(DEFINITION, **changes)
    table = open_upload("wards.csv", content.encode())
    found = check_upload(table, mapping, KNOWN, measure=definition.source_id, unit=definition.unit)
    return make_upload(found, mapping, definition, taken_slugs={"taken"})


def test_an_upload_brings_its_own_definition_and_source() -> None:
    upload = upload_of()
    assert upload.indicator.slug == "often-lonely"
    assert upload.indicator.source == upload.source.id == "upload-often-lonely"
    assert upload.indicator.measure == "upload-often-lonely"
    assert upload.indicator.geography == ("ward24",)
    assert upload.indicator.aggregation is Aggregation.REFUSED
    assert "no counts" in upload.indicator.aggregation_reason
    assert upload.indicator.interval is IntervalMethod.NONE
    assert "neither an interval" in upload.indicator.interval_reason
    assert (upload.source.publisher, upload.source.files, upload.source.vintage) == (
        "Alder Council",
        ("wards.csv",),
        "2023/24",
    )


@pytest.mark.parametrize(
    ("headings", "mapping", "unit", "interval"),
    [
        ("Count,Base", {"count": "Count", "denominator": "Base"}, "%", IntervalMethod.WILSON),
        ("Count,Base", {"count": "Count", "denominator": "Base"}, "per 100", IntervalMethod.BYAR),
        ("Low,High", {"lower": "Low", "upper": "High"}, "%", IntervalMethod.PUBLISHED),
    ],
)
def test_the_interval_follows_from_what_the_table_gives(
    headings: str, mapping: dict[str, str], unit: str, interval: IntervalMethod
) -> None:
    upload = upload_of(f"Ward,Share,{headings}\nE05000001,25,25,100\n", replace(MAPPING, **mapping), unit=unit)
    assert upload.indicator.interval is interval
    assert upload.indicator.aggregation is (Aggregation.SUM_OF_COUNTS if "count" in mapping else Aggregation.REFUSED)


def test_an_upload_may_not_take_the_place_of_an_indicator() -> None:
    with pytest.raises(SourceError, match="There is an indicator called “Taken” already"):
        upload_of(plain_name="Taken")


def test_a_check_that_failed_is_not_made_into_an_upload() -> None:
    with pytest.raises(SourceError, match="“Nowhere” is neither"):
        upload_of(CSV + "Nowhere,1\n")


@pytest.mark.parametrize("part", ["name", "plain_name", "definition", "unit", "publisher", "licence", "address"])
def test_a_definition_must_say_what_every_page_shows(part: str) -> None:
    with pytest.raises(ValueError, match=f"Give the {part.replace('_', ' ')} of what you upload"):
        replace(DEFINITION, **{part: " "})


def test_kept_uploads_come_back_as_they_were(tmp_path: Path) -> None:
    first, second = upload_of(), upload_of(plain_name="Élan & zest", caveats=("A small survey.",))
    paths = [keep_upload(tmp_path / "uploads", upload) for upload in (first, second, first)]
    assert paths[0] == paths[2]
    kept = kept_uploads(tmp_path / "uploads")
    assert [upload.indicator.slug for upload in kept] == ["elan-zest", "often-lonely"]
    assert kept[1].indicator == first.indicator
    assert kept[1].source == first.source
    assert kept[1].observations.equals(first.observations)
    assert kept[0].indicator.caveats == ("A small survey.",)
    assert kept_uploads(tmp_path / "nothing") == []


def test_a_damaged_upload_is_named(tmp_path: Path) -> None:
    (tmp_path / "upload-x.parquet").write_bytes(b"PAR1 no longer")
    with pytest.raises(SourceError, match=r"upload-x\.parquet: This kept upload is damaged"):
        kept_uploads(tmp_path)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.sampled_from(["", "Ward,Share\nE05000001,"]))
def test_no_upload_ends_in_anything_but_a_table_or_a_sentence(content: bytes, before: str) -> None:
    attempt: Callable[[], UploadCheck] = lambda: check_upload(  # noqa: E731
        open_upload("x", before.encode() + content), MAPPING, KNOWN, measure="upload-x", unit="%"
    )
    try:
        found = attempt()
    except SourceError as error:
        sentence = error.sentence
    else:
        sentence = found.fatal[0].sentence if found.fatal else "It is ready."
        assert found.is_ready is not bool(found.fatal)
    assert sentence
