"""A document refuses, in a sentence, what no reader could follow; it knows its claims, facts and annexes."""

from dataclasses import replace

import pytest
from tests.factories.made_up_documents import GAP, HOMES, TABLE, every_block

from goldenthread.publishing.document import (
    ActionRow,
    ActionTable,
    Answer,
    CaseStudy,
    CellClaim,
    ClaimSpan,
    Document,
    Fact,
    Facts,
    Grid,
    ItemList,
    Labels,
    MapBlock,
    Note,
    Paragraph,
    Quote,
    Section,
    Span,
    TableBlock,
    YouSaidWeDid,
    plain_text,
)
from goldenthread.publishing.figures import Column, Figure


def nested(depth: int) -> Section:
    section = Section(f"Level {depth}")
    for level in range(depth - 1, 0, -1):
        section = Section(f"Level {level}", sections=(section,))
    return section


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: ClaimSpan(" ", "a-fact"), "The claim “a-fact” has no words"),
        (lambda: ClaimSpan("x", "a fact"), "“a fact” cannot be the name of a fact"),
        (lambda: ClaimSpan("x", "a" * 59), "has 59 characters. Use 58 at most"),
        (lambda: Note("  "), "A note needs words"),
        (lambda: Span("x", link="javascript:alert(1)"), "leads to “javascript:alert"),
        (lambda: Span("x", link="www.example.org"), "Give an address that begins with https"),
        (lambda: ItemList(()), "at least one item"),
        (lambda: Quote(" ", "Amal"), "The quotation of “Amal” has no words"),
        (lambda: TableBlock(TABLE, (CellClaim(2, 1, "x"),)), "names row 3, column 2 of the table “Adults who smoke"),
        (lambda: Grid("T", (Column("A"),), (("a", "b"),)), "Row 1 of the table “T” has 2 cells; it needs 1"),
        (lambda: ActionTable("", (ActionRow("A"),)), "table of actions needs a caption"),
        (lambda: ActionTable("Homes", ()), "“Homes” has no action"),
        (lambda: Answer("", did="x"), "needs what was said"),
        (lambda: Answer("Open on Sundays.", did=" "), "“Open on Sundays.” is not answered"),
        (lambda: YouSaidWeDid(()), "at least one answer"),
        (lambda: CaseStudy(" ", (Paragraph("x"),)), "case study needs a heading"),
        (lambda: CaseStudy("Warm", ()), "“Warm” tells nothing yet"),
        (lambda: Fact("a", "A", None), "has no value. Say why"),
        (lambda: Fact("a", "A", 1, lower=1), "one end of its interval"),
        (lambda: Fact("a", "A", 1, lower=2, upper=1), "ends \\(1\\) before it begins"),
        (lambda: Fact("a", "A", 1, sha256="abc"), "not the 64 hexadecimal digits of a SHA-256"),
        (lambda: Fact("a", " ", 1), "does not say what it is about"),
        (lambda: Labels(source=" "), "The label “source” is empty"),
        (lambda: Document("T", "en", (nested(6),)), "“Level 6” stands under 5 headings; a page has room for 4"),
    ],
)
def test_what_cannot_be_read_is_refused(make, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


def test_a_map_without_its_list_is_refused(figures: dict[str, Figure]) -> None:
    figure = figures["map"]
    with pytest.raises(ValueError, match="needs the list of its areas"):
        MapBlock(replace(figure, table=replace(figure.table, rows=())))


def test_five_levels_of_headings_are_not_too_many() -> None:
    assert len(list(Document("T", "en", (nested(5),)).every_section())) == 5


def test_a_claim_without_its_fact_is_refused_and_says_where() -> None:
    section = Section("Homes", (Facts((("Homes", (ClaimSpan("over 2,000", "homes"),)),)),))
    with pytest.raises(ValueError, match="“over 2,000” under “Homes” is bound to the fact “homes”, which “T”"):
        Document("T", "en", (section,))
    with pytest.raises(ValueError, match="“almost 11” is bound"):
        Document("T", "en", (), opening=(Paragraph((Note((ClaimSpan("almost 11", "gap"),)),)),))
    with pytest.raises(ValueError, match="Two facts of “T” have the name “homes-insulated”"):
        Document("T", "en", (), facts=(HOMES, HOMES))


def test_a_link_within_leads_somewhere_and_places_have_different_names() -> None:
    lost = Section("S", (Paragraph((Span("there", link="#nowhere"),)),))
    with pytest.raises(ValueError, match="The link “there” leads to “#nowhere”"):
        Document("T", "en", (lost,))
    with pytest.raises(ValueError, match="Two places of “T” have the name “a”"):
        Document("T", "en", (Section("S", anchor="a"), Section("R", (Paragraph((Span("x", anchor="a"),)),))))


def test_annexes_have_letters_and_the_evidence_comes_last(figures: dict[str, Figure]) -> None:
    document = every_block(figures)
    headings = [section.heading for section in document.all_sections()]
    assert headings[-2:] == ["Annex A: How we listened", "Annex B: How we know"]
    many = replace(document, annexes=tuple(Section(f"Annex {number}") for number in range(28)), facts=document.facts)
    letters = [each.heading.split(":")[0] for each in many.all_sections() if each.heading.startswith("Annex")]
    assert letters[24:] == ["Annex Y", "Annex Z", "Annex AA", "Annex AB", "Annex AC"]


def test_facts_stand_in_the_order_in_which_they_are_claimed(figures: dict[str, Figure]) -> None:
    document = every_block(figures)
    claimed = [claim.slug for _, claim in document.claims()]
    in_the_map, in_the_table = "smokers-most-deprived", "smokers-most-deprived"
    assert claimed == ["life-expectancy-gap", in_the_map, in_the_table, "homes-insulated"]
    assert [fact.slug for fact in document.used_facts()] == [*dict.fromkeys(claimed), "waiting-times"]
    places = {claim.slug: place for place, claim in document.claims()}
    assert places["homes-insulated"] == ("What has been done",)


def test_a_fact_is_written_with_its_interval_or_why_there_is_none() -> None:
    assert GAP.written() == "10.8 years (9.9 to 11.7)"
    assert Fact("a", "A", None, missing="Too few people.").written() == "Too few people."


def test_plain_words_leave_out_notes() -> None:
    assert (
        plain_text(("One ", Span("two", is_strong=True), Note("not this"), ClaimSpan(" three", "x"))) == "One two three"
    )


def test_a_map_binds_only_cells_of_its_own_list(figures: dict[str, Figure]) -> None:
    rows = len(figures["map"].table.rows)
    with pytest.raises(ValueError, match=f"names row {rows + 1}, column 1 of the table"):
        MapBlock(figures["map"], (CellClaim(rows, 0, "a"),))


def test_a_case_study_may_be_told_under_headings_only() -> None:
    told = CaseStudy("Warm", (), sections=(Section("Before", (Paragraph("Cold."),)),))
    assert told.as_section(Labels()).sections == told.sections
    with pytest.raises(ValueError, match="tells nothing yet"):
        CaseStudy("Warm", ())
