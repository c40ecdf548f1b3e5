"""Every way a file can be wrong gives one sentence that names the file, the row and the column."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.sources.reading import check_codes, code, number, read_bytes, read_csv, text, unpack, whole_number
from goldenthread.sources.source import SourceError

COLUMNS = [code("lsoa21_code", "lsoa21"), text("name"), number("value")]
GOOD = "lsoa21_code,name,value\nE01000001,First,1.5\nE01000002,Second,-2\nE01000003,Third,3e2\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(path: Path, columns: list | None = None, key: tuple[str, ...] = ()) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_csv(path, columns or COLUMNS, key=key)
    assert str(caught.value).startswith(path.name)
    assert str(caught.value).rstrip().endswith((".", "…"))
    return caught.value


def test_reads_the_columns_asked_for_typed_and_in_that_order(write: Write) -> None:
    table = read_csv(
        write("other," + GOOD.replace("\nE", "\nx,E")), [number("value", "v"), code("lsoa21_code", "lsoa21")]
    )
    assert table.column_names == ["v", "lsoa21_code"]
    assert table.column("v").to_pylist() == [1.5, -2.0, 300.0]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without a mark", "with a byte-order mark"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
def test_packing_marks_and_line_endings_make_no_difference(
    write: Write, pack: Callable, mark: bytes, ending: str
) -> None:
    content = pack(mark + GOOD.replace("\n", ending).encode())
    assert read_csv(write(content), COLUMNS).column("name").to_pylist() == ["First", "Second", "Third"]


def test_text_that_looks_like_nothing_or_like_a_number_is_kept(write: Write) -> None:
    path = write('a,b\nNA,001\nnull,"x, y"\n"two\nlines",é\n')
    assert read_csv(path, [text("a"), text("b")]).to_pydict() == {
        "a": ["NA", "null", "two\nlines"],
        "b": ["001", "x, y", "é"],
    }


def test_a_heading_with_a_line_break_is_one_heading(write: Write) -> None:
    path = write('"Rank (1 is\nmost deprived)",b\n5,x\nsix,y\n')
    error = refusal(path, [whole_number("Rank (1 is\nmost deprived)")])
    assert (error.row, error.column) == (3, "Rank (1 is\nmost deprived)")


def test_marks_for_no_value_become_a_gap_with_its_reason(write: Write) -> None:
    column = number("value", missing={"c": "suppressed", "": "not published"}, status="why")
    table = read_csv(write("k,value\na,c\nb,\nd,0\n"), [column])
    assert table.to_pydict() == {"value": [None, None, 0.0], "why": ["suppressed", "not published", None]}


def test_a_missing_file_is_named_with_its_folder(tmp_path: Path) -> None:
    assert "is not in" in refusal(tmp_path / "absent.csv").sentence


@pytest.mark.parametrize(
    "content", [b"", b"\n \n", b"\xef\xbb\xbf", gzip.compress(b"")], ids=["no bytes", "blank", "mark", "gzip"]
)
def test_an_empty_file_is_refused(write: Write, content: bytes) -> None:
    assert "empty" in refusal(write(content)).sentence


def test_an_empty_file_that_should_be_gzipped_is_refused(write: Write) -> None:
    assert "empty" in refusal(write(b"", "table.csv.gz")).sentence


def test_headings_without_rows_are_refused(write: Write) -> None:
    assert "no rows" in refusal(write("lsoa21_code,name,value\n")).sentence


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95])
def test_a_truncated_gzip_is_refused(write: Write, kept: float) -> None:
    packed = gzip.compress(GOOD.encode() * 50)
    assert "cut short" in refusal(write(packed[: int(len(packed) * kept)], "table.csv.gz")).sentence


def test_a_damaged_gzip_is_refused(write: Write) -> None:
    packed = bytearray(gzip.compress(GOOD.encode() * 50))
    packed[20:24] = b"\xff\xff\xff\xff"
    assert "damaged" in refusal(write(bytes(packed), "table.csv.gz")).sentence


def test_a_file_called_gz_that_is_not_is_refused(write: Write) -> None:
    assert "not a gzip file" in refusal(write(GOOD, "table.csv.gz")).sentence


def test_a_gzip_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(SourceError, match="unpacks to more than 1,000 bytes"):
        unpack("big.gz", gzip.compress(b"0" * 100_000), largest=1000)


def test_a_missing_column_is_named_with_what_is_there(write: Write) -> None:
    error = refusal(write("lsoa21_code,title,value\nE01000001,a,1\n"))
    assert (error.row, error.column) == (1, "name")
    assert "lsoa21_code, title, value" in error.sentence


def test_a_column_of_another_vintage_is_called_that(write: Write) -> None:
    error = refusal(write(GOOD.replace("lsoa21", "lsoa11")))
    assert error.column == "lsoa21_code"
    assert "“lsoa11_code” is there instead: the file is of another vintage" in error.sentence


def test_a_heading_that_is_there_twice_is_refused(write: Write) -> None:
    error = refusal(write("lsoa21_code,name,value,value\nE01000001,a,1,2\n"))
    assert (error.row, error.column) == (1, "value")


def test_other_columns_may_repeat_their_heading(write: Write) -> None:
    path = write("lsoa21_code,name,value,notes,notes,,\nE01000001,a,1,x,y,,\n")
    assert read_csv(path, COLUMNS).num_rows == 1


@pytest.mark.parametrize("cell", ["n/a", "1,2", "1.2.3", "nan", "inf", "0x10", "1 000", "12%"])
def test_text_where_a_number_belongs_is_refused(write: Write, cell: str) -> None:
    error = refusal(write(GOOD.replace("-2", f'"{cell}"')))
    assert (error.row, error.column) == (3, "value")
    assert f"“{cell}” is text where a number belongs" in error.sentence


def test_a_number_too_large_to_hold_is_refused(write: Write) -> None:
    assert "too large" in refusal(write(GOOD.replace("3e2", "1e999"))).sentence


def test_a_whole_number_too_large_to_hold_is_refused(write: Write) -> None:
    error = refusal(write("n\n1\n1e300\n"), [whole_number("n")])
    assert (error.row, error.sentence) == (3, "“1e300” is too large to be a number here.")


@pytest.mark.parametrize("cell", ["+5", "5.", ".5", "-.5", "1E5", "1e+5", "00012", "-0"])
def test_numbers_are_read_however_they_are_written(write: Write, cell: str) -> None:
    assert read_csv(write(f"n\n{cell}\n"), [number("n")]).column("n").to_pylist() == [float(cell)]


def test_a_blank_where_a_number_belongs_is_refused(write: Write) -> None:
    error = refusal(write(GOOD.replace("-2", " ")))
    assert (error.row, error.column) == (3, "value")
    assert "blank where a number belongs" in error.sentence


def test_a_blank_text_is_refused_unless_it_may_be(write: Write) -> None:
    path = write(GOOD.replace("Second", ""))
    assert "blank where text belongs" in refusal(path).sentence
    assert read_csv(path, [text("name", may_be_blank=True)]).column("name")[1].as_py() is None


def test_a_fraction_where_only_whole_numbers_belong_is_refused(write: Write) -> None:
    error = refusal(write("n\n1\n2.0\n2.5\n"), [whole_number("n")])
    assert (error.row, error.sentence) == (4, "“2.5” is not a whole number, and only those belong here.")


@pytest.mark.parametrize(("cell", "word"), [("-1", "below 0"), ("101", "above 100")])
def test_a_number_that_cannot_be_right_is_refused(write: Write, cell: str, word: str) -> None:
    error = refusal(write(f"p\n50\n{cell}\n"), [number("p", low=0, high=100)])
    assert error.row == 3
    assert word in error.sentence


@pytest.mark.parametrize("cell", ["E02000001", "E0100001", "Stockport 001A", "e01000002"])
def test_what_is_not_a_code_of_the_kind_is_refused(write: Write, cell: str) -> None:
    error = refusal(write(GOOD.replace("E01000002", cell)))
    assert (error.row, error.column) == (3, "lsoa21_code")
    assert cell in error.sentence


def test_an_area_that_is_there_twice_is_refused_with_both_rows(write: Write) -> None:
    error = refusal(write(GOOD + "E01000002,Again,4\n"), key=("lsoa21_code",))
    assert (error.row, error.column) == (5, "lsoa21_code")
    assert "“E01000002” is there twice, first in row 3" in error.sentence


def test_a_key_of_two_columns_may_repeat_in_either(write: Write) -> None:
    path = write("a,b\n1,x\n1,y\n2,x\n")
    assert read_csv(path, [text("a"), text("b")], key=["a", "b"]).num_rows == 3


def test_a_row_with_a_stray_comma_is_named(write: Write) -> None:
    error = refusal(write(GOOD.replace("Second", "Second, or so")))
    assert error.row == 3
    assert "4 cells and the heading 3" in error.sentence


def test_a_row_cut_short_is_named(write: Write) -> None:
    assert refusal(write(GOOD + "E01000004,Fo")).row == 5


def test_blank_lines_are_left_out_but_counted(write: Write) -> None:
    path = write(GOOD.replace("\nE01000002", "\n\n\nE01000002").replace("3e2", "three"))
    assert refusal(path).row == 6


def test_a_character_that_is_not_utf8_is_named(write: Write) -> None:
    error = refusal(write(GOOD.encode().replace(b"Second", b"Caf\xe9")))
    assert error.row == 3
    assert "UTF-8" in error.sentence


def test_utf16_is_named(write: Write) -> None:
    assert "UTF-16" in refusal(write(GOOD.encode("utf-16"))).sentence


def test_an_unknown_code_is_named() -> None:
    codes = pa.chunked_array([["E01000001", None, "E01000009"]])
    with pytest.raises(SourceError) as caught:
        check_codes(Path("x.csv"), codes, pa.array(["E01000001"]), "area", "2021 small areas")
    assert (caught.value.row, caught.value.column) == (4, "area")
    assert "“E01000009” is not a code of the 2021 small areas" in caught.value.sentence


def test_a_code_of_another_vintage_is_called_that() -> None:
    codes = pa.chunked_array([["E01000009"]])
    with pytest.raises(SourceError, match="one of the 2011 small areas, not of the 2021 small areas"):
        check_codes(
            Path("x.csv"),
            codes,
            pa.array(["E01000001"]),
            "area",
            "2021 small areas",
            other=pa.array(["E01000009"]),
            other_what="2011 small areas",
        )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1, max_size=8),
            st.floats(allow_nan=False, allow_infinity=False),
        ).filter(lambda row: row[0].strip() != ""),
        min_size=1,
        max_size=20,
    )
)
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float]]
) -> None:
    import csv

    path = tmp_path_factory.mktemp("lossless") / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([("word", "number"), *((word, repr(figure)) for word, figure in rows)])
    table = read_csv(path, [text("word"), number("number")])
    assert table.column("number").to_pylist() == [figure for _, figure in rows]
    assert [word.split() for word in table.column("word").to_pylist()] == [word.split() for word, _ in rows]


def test_reading_the_bytes_of_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_bytes(tmp_path)
