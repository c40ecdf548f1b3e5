"""Counts of staff: a list of people is refused in a sentence, small numbers are hidden, shares have intervals."""

import numpy as np
import pytest

from goldenthread.plan.workforce.protecting import EVERYBODY, dump_blocks, load_blocks, protect
from goldenthread.plan.workforce.reading import CountRow, TableRefused, WorkforceKind, read_counts
from goldenthread.plan.workforce.representing import Residents, represent, shares_of

STAFF, UPTAKE = WorkforceKind.STAFF, WorkforceKind.UPTAKE
WHOLE = (
    "characteristic,group,grade,count\nSex,Women,Senior,33\nSex,Men,Senior,39\nSex,Women,Other,80\nSex,Men,Other,70\n"
)


def read(text, kind=STAFF):
    return read_counts(text.encode(), kind)


def test_every_row_is_kept_as_it_is():
    rows = read('\ufeffCharacteristic,Group,Count,Out of\nSex,Women,"1,031",2000\n\nSex,Men,7,9\n', UPTAKE)
    assert rows == (CountRow("Sex", "Women", "", "", 1031, 2000), CountRow("Sex", "Men", "", "", 7, 9))
    assert len(read(WHOLE)) == 4


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,sex\nA Person,Women\n", "looks as if each row were a person"),
        ("Employee ID,characteristic,group,count\n1,Sex,Women,1\n", "“Employee ID” looks as if"),
        ("characteristic,group,count,date of birth\nSex,Women,1,x\n", "“date of birth” looks as if"),
        ("characteristic,group,count\nSex,wren@council.example,5\nSex,Men,6\n", "Row 2, column “group”.*e-mail"),
        ("characteristic,group,count\nSex,Women,5\nSex,QQ 12 34 56 C,6\n", "Row 3, column “group”.*National Insurance"),
        ("characteristic,group,grade,count\nAge,Old,03/04/1961,5\nAge,Young,x,6\n", "Row 2, column “grade”.*date of"),
        ("characteristic,group,count\nWard,SK1 3XE,5\nWard,Mill,6\n", "Row 2, column “group”.*postcode"),
        ("characteristic,group,count\nSex,Women,5\nSex,Men,6\nsex,women,5\n", "Rows 2 and 4 are the same group"),
        (
            "characteristic,group,count\n" + "".join(f"Post,Post {number},1\n" for number in range(9)),
            "9 of 9 rows count one person each",
        ),
        ("characteristic,group,count\nSex,Women,\nSex,Men,6\n", "Row 2 has no number.*Missing is not zero"),
        ("characteristic,group,count\nSex,Women,-3\nSex,Men,6\n", "Row 2, column “count” holds “-3”"),
        ("characteristic,group,count\nSex,Women,3.5\nSex,Men,6\n", "not a whole number"),
        ("characteristic,group,count\nSex,Women,12\n", "Sex has one group only"),
        (WHOLE.replace("Sex,Men,Other,70\n", ""), "no row for Men in the grade “Other”"),
        ("characteristic,group\nSex,Women\n", "no column “count”"),
        ("characteristic,group,count,wage\nSex,Women,3,x\n", "“wage” is not known here"),
        ("characteristic,group,count,count\nSex,Women,3,4\n", "Two columns could be “count”"),
        ("characteristic,group,count\nSex,Women,3,4\nSex,Men,5\n", "Row 2 has more cells"),
        ("characteristic,group,count\n", "no rows below its headings"),
        ("characteristic,group,count\n,Women,3\nSex,Men,5\n", "Row 2 has no characteristic"),
        ("characteristic,group,count,out of\nSex,Women,3,9\nSex,Men,5,9\n", "have no “out of”"),
    ],
)
def test_what_is_out_of_order_or_about_a_person_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(TableRefused, match=sentence):
        read(text)


def test_too_much_of_too_many_and_no_text_are_refused():
    many = "characteristic,group,count\n" + "".join(f"Post,Post {number},9\n" for number in range(601))
    with pytest.raises(TableRefused, match=r"601 rows.*at most 600"):
        read(many)
    with pytest.raises(TableRefused, match="more than 1 MB"):
        read_counts(b"x" * 1_000_001, STAFF)
    with pytest.raises(TableRefused, match="UTF-8"):
        read_counts("characteristic,group,count\nSex,Fran\xe7aise,3\n".encode("latin-1"), STAFF)
    with pytest.raises(TableRefused, match="Row 2 counts 9 out of 3"):
        read("characteristic,group,count,out of\nSex,Women,9,3\nSex,Men,1,9\n", UPTAKE)


def test_a_small_number_and_what_gives_it_away_are_hidden_and_hidden_is_not_zero():
    rows = read("characteristic,group,count\nFaith,One,3\nFaith,Two,20\nFaith,Three,40\nFaith,None,0\n")
    block = protect(rows)[0]
    counts = {row.group: row.total.count for row in block.rows}
    assert counts["One"] is None
    assert counts["Three"] == 40 or counts["Two"] == 20
    assert [counts["Two"], counts["Three"]].count(None) == 1, "one more, or One is what is left of everybody"
    assert counts["None"] == 0
    assert counts[EVERYBODY] == 63
    assert block.hidden == 2


def test_nearly_all_gives_the_rest_away_as_few_do():
    rows = read("characteristic,group,count,out of\nSex,Women,19,20\nSex,Men,40,80\nSex,Other,30,60\n", UPTAKE)
    block = protect(rows)[0]
    shown = {row.group: (row.total.count, row.total.out_of) for row in block.rows}
    assert shown["Women"][0] is None, "one of the twenty did not, and could be told"
    assert shown[EVERYBODY] == (89, 160)
    assert sum(count is None for count, _ in shown.values()) == 2


def test_characteristics_are_protected_together_and_stay_so_when_kept():
    text = (
        "characteristic,group,grade,count\n"
        "Sex,Women,A,2\nSex,Women,B,30\nSex,Men,A,40\nSex,Men,B,50\n"
        "Disability,Disabled,A,10\nDisability,Disabled,B,20\n"
        "Disability,Not disabled,A,32\nDisability,Not disabled,B,60\n"
    )
    blocks = protect(read(text))
    totals = [[cell.count for cell in block.rows[-1].cells] for block in blocks]
    assert totals[0] == totals[1]
    assert load_blocks(dump_blocks(blocks)) == blocks


def slow_wilson(count, of, z=1.959963984540054):
    """Wilson's limits as the roots of his quadratic, found by halving."""
    share = count / of

    def outside(p):
        return (share - p) ** 2 > z * z * p * (1 - p) / of

    limits = []
    for end in (0.0, 1.0):
        far, near = end, share
        for _ in range(80):
            middle = (far + near) / 2
            far, near = (middle, near) if outside(middle) else (far, middle)
        limits.append(near)
    return limits


def test_representation_agrees_with_a_slow_count():
    rows = read(
        "characteristic,group,count\n"
        "Ethnic group,White,2859\nEthnic group,All others,412\nEthnic group,Not stated,173\n"
    )
    residents = {("ethnic group", "all others"): Residents(60_900, 290_000, "2021", "Census", "x")}
    lines = {line.group: line for line in represent(protect(rows)[0], residents)}
    assert set(lines) == {"White", "All others"}, "who did not say counts towards no share"
    line = lines["All others"]
    assert line.share == pytest.approx(100 * 412 / (2859 + 412))
    low, high = slow_wilson(412, 3271)
    assert [line.share_lower, line.share_upper] == pytest.approx([100 * low, 100 * high], rel=1e-6)
    assert line.index == pytest.approx((412 / 3271) / (60_900 / 290_000))
    assert [line.index_lower, line.index_upper] == pytest.approx([low / 0.21, high / 0.21], rel=1e-6)
    assert line.says == "Fewer than among residents."
    assert lines["White"].index is None
    assert "no figure for residents" in lines["White"].says


def test_a_hidden_group_has_no_share_and_no_index():
    rows = read("characteristic,group,count\nFaith,One,3\nFaith,Two,20\nFaith,Three,40\n")
    residents = {("faith", name): Residents(30, 100, "2021", "Census", "x") for name in ("one", "two", "three")}
    lines = represent(protect(rows)[0], residents)
    hidden = [line for line in lines if line.count is None]
    assert len(hidden) == 2
    assert all(line.share is None and line.index is None and line.says.startswith("Hidden") for line in hidden)
    shown = next(line for line in lines if line.count is not None)
    assert shown.share == pytest.approx(100 * shown.count / 63)


def test_shares_of_uptake_say_what_chance_leaves_open():
    rows = read("characteristic,group,count,out of\nSex,Women,74,2859\nSex,Men,60,412\n", UPTAKE)
    lines = {line.group: line for line in shares_of(protect(rows)[0])}
    low, high = slow_wilson(60, 412)
    assert [lines["Men"].lower, lines["Men"].upper] == pytest.approx([100 * low, 100 * high], rel=1e-6)
    assert lines["Men"].says == "More often than others."
    assert lines["Women"].says == "Less often than others."
    assert lines[EVERYBODY].says == ""
    assert np.isclose(lines[EVERYBODY].share, 100 * 134 / 3271)
