"""A report goes out as Word and comes back: each change is found, belongs to its text, and leaves the marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lib import word_edits as edits
from tests.lib.word_edits import Tree, W

from goldenthread.checking.documents import ChangeKind, read_returned
from goldenthread.checking.documents.returned_beside import with_words
from goldenthread.checking.documents.returned_plain import returned_as_plain, returned_from_plain
from goldenthread.publishing.document import Block, ClaimSpan, Document, Fact, ItemList, Paragraph, Section, Span
from goldenthread.publishing.word import render_word
from goldenthread.reports.claims import MarkKind, split
from goldenthread.reports.comparing import Comparison, anchor_of
from goldenthread.reports.units import Unit, join_units, merge, split_units

ANNA = "Anna Lee"
TEXTS = {
    "introduction": "The gap is [almost 11 years](claim:gap), and [two of them](not-a-claim) said so.\n\n"
    "We helped [over 2,000](claim:homes) homes.\n\n[Edith](story:edith) was one of those who were helped.",
    "less-well": "We did not finish:\n\n- the hall\n- the [14](claim:signs) signs\n\nNobody came to the market.",
}
FACTS = (Fact("gap", "The gap", 10.8), Fact("homes", "Homes", 2311), Fact("signs", "Signs", 14))


def render(texts: Mapping[str, str]) -> bytes:
    """A Word file with these texts between what is put together from elsewhere."""
    sections = []
    for place, text in texts.items():
        blocks: list[Block] = []
        for number, unit in enumerate(split_units(text)):
            line = (Span("", anchor=anchor_of(place, number)), *map(part, split(unit.markup)))
            blocks.append(ItemList((line,)) if unit.is_item else Paragraph(line))
        sections.append(Section(f"About {place}", (*blocks, Paragraph(f"The plan says of {place}: go on."))))
    return render_word(Document("Our year", "en-GB", tuple(sections), contents_heading="", facts=FACTS))


def part(piece) -> Span | ClaimSpan:
    if isinstance(piece, str):
        return Span(piece)
    return ClaimSpan(piece.words, piece.slug) if piece.kind is MarkKind.CLAIM else Span(piece.words)


@pytest.fixture(scope="module")
def sent() -> bytes:
    return render(TEXTS)


def come_back(sent: bytes, change: Callable[[Tree], None], **more: str) -> Comparison:
    returned = read_returned("back.docx", edits.edit(sent, change, **more))
    assert returned_from_plain(returned_as_plain(returned)) == returned
    return Comparison(returned, with_words(read_returned("sent.docx", sent).paragraphs), TEXTS)


def texts(comparison: Comparison, accepted: set[int]) -> dict[str, str]:
    made = comparison.merge(TEXTS, (), accepted)
    assert not made.moved_on
    return {place: join_units(units) for place, units in made.texts.items()}


def all_of(comparison: Comparison) -> set[int]:
    return {each.number for each in comparison.changes}


def type_over(body: Tree, words: str, by: str) -> None:
    """Change words as a program does that keeps no track."""
    run = next(each for each in body.iter(f"{W}t") if words in (each.text or ""))
    run.text = run.text.replace(words, by)


def take_controls_off(body: Tree) -> None:
    """Leave the words of every control without it, as some programs do."""
    for control in list(body.iter(f"{W}sdt")):
        for child in list(control.find(f"{W}sdtContent")):
            control.addprevious(child)
        control.getparent().remove(control)


def test_an_untouched_file_has_no_change_and_gives_the_very_texts(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: None)
    assert (comparison.changes, comparison.bound_again) == ((), ())
    assert {
        place: join_units([each.unit for each in comparison.stand(()) if each.place == place]) for place in TEXTS
    } == TEXTS


def test_a_tracked_figure_changes_within_its_claim(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: edits.replace(edits.find_control(body, "homes"), "2,000", "3,000", ANNA))
    (change,) = comparison.changes
    assert (change.author, change.kind, change.is_tracked) == (ANNA, ChangeKind.REPLACED, True)
    assert comparison.places_of(change.number) == ("introduction",)
    assert texts(comparison, set()) == {}
    assert "We helped [over 3,000](claim:homes) homes." in texts(comparison, {change.number})["introduction"]
    assert "[two of them](not-a-claim)" in texts(comparison, {change.number})["introduction"]


def test_an_untracked_figure_is_found_and_can_be_refused(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: type_over(body, "over 2,000", "over 3,000"))
    (change,) = comparison.changes
    assert (change.before, change.after, change.is_tracked) == ("2,000", "3,000", False)
    assert change.claims == ("homes",)
    assert texts(comparison, set()) == {}
    assert "[over 3,000](claim:homes)" in texts(comparison, {change.number})["introduction"]


def test_a_hedge_put_in_front_of_a_claim_is_bound_with_it(sent: bytes) -> None:
    def alter(body: Tree) -> None:
        type_over(body, "The gap is ", "The gap is not quite ")
        type_over(body, "almost 11 years", "11 years")

    comparison = come_back(sent, alter)
    assert "The gap is [not quite 11 years](claim:gap), and" in texts(comparison, all_of(comparison))["introduction"]


def test_without_any_control_the_claims_are_bound_again_and_the_altered_one_too(sent: bytes) -> None:
    def alter(body: Tree) -> None:
        take_controls_off(body)
        type_over(body, "almost 11 years", "almost 17 years")

    comparison = come_back(sent, alter)
    assert set(comparison.bound_again) == {"gap", "homes", "signs"}
    made = texts(comparison, all_of(comparison))
    assert list(made) == ["introduction"]
    assert made["introduction"] == TEXTS["introduction"].replace("almost 11", "almost 17")


def test_a_tracked_figure_is_bound_again_though_the_control_is_gone(sent: bytes) -> None:
    def alter(body: Tree) -> None:
        edits.replace(edits.find_control(body, "gap"), "11", "17", ANNA)
        take_controls_off(body)

    comparison = come_back(sent, alter)
    assert "[almost 17 years](claim:gap)" in texts(comparison, all_of(comparison))["introduction"]


def test_a_paragraph_moved_with_track_goes_from_one_text_to_the_other(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: edits.move_paragraph(body, "We helped", "Nobody came", ANNA))
    (change,) = comparison.changes
    assert change.kind is ChangeKind.MOVED
    made = texts(comparison, {change.number})
    assert "over 2,000" not in made["introduction"]
    assert made["less-well"].endswith(
        "signs\n\nWe helped [over 2,000](claim:homes) homes.\n\nNobody came to the market."
    )


def test_a_paragraph_moved_without_track_is_one_change(sent: bytes) -> None:
    def move(body: Tree) -> None:
        edits.find_paragraph(body, "Nobody came").addprevious(edits.find_paragraph(body, "We helped"))

    comparison = come_back(sent, move)
    (change,) = comparison.changes
    assert (change.kind, change.is_tracked) == (ChangeKind.MOVED, False)
    made = texts(comparison, {change.number})
    assert "over 2,000" not in made["introduction"]
    assert "We helped [over 2,000](claim:homes) homes.\n\nNobody came" in made["less-well"]


def test_paragraphs_come_and_go_without_track(sent: bytes) -> None:
    def alter(body: Tree) -> None:
        old = edits.find_paragraph(body, "Nobody came")
        new = deepcopy(old)
        for text in list(new.iter(f"{W}t"))[1:]:
            text.text = ""
        next(new.iter(f"{W}t")).text = "It rained all summer, every single day of it."
        old.addprevious(new)
        old.getparent().remove(old)

    comparison = come_back(sent, alter)
    assert {each.kind for each in comparison.changes} == {ChangeKind.INSERTED, ChangeKind.DELETED}
    came = next(each.number for each in comparison.changes if each.kind is ChangeKind.INSERTED)
    both = "It rained all summer, every single day of it.\n\nNobody came to the market."
    assert texts(comparison, {came})["less-well"].endswith(both)
    assert "Nobody" not in texts(comparison, all_of(comparison))["less-well"]


def test_an_item_of_a_list_stays_one(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: type_over(body, "hall", "town hall"))
    assert (
        "- the town hall\n- the [14](claim:signs) signs\n\nNobody" in texts(comparison, all_of(comparison))["less-well"]
    )


def test_a_figure_that_was_no_claim_is_one_no_longer_when_it_changes(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: type_over(body, "two of them", "three of them"))
    assert "and three of them said so" in texts(comparison, all_of(comparison))["introduction"]


def test_the_link_to_a_story_stays_when_words_beside_it_change(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: type_over(body, "who were helped", "whom we helped"))
    assert (
        "[Edith](story:edith) was one of those whom we helped." in texts(comparison, all_of(comparison))["introduction"]
    )


def test_a_quotation_keeps_its_consent_when_words_beside_it_change() -> None:
    quoted = {"introduction": "One of them said [It was warm](quote:C-2026-014) and went home.\n\nNobody else came."}
    out = render(quoted)
    returned = read_returned("back.docx", edits.edit(out, lambda body: type_over(body, "went home", "went away")))
    comparison = Comparison(returned, with_words(read_returned("sent.docx", out).paragraphs), quoted)
    made = comparison.merge(quoted, (), all_of(comparison))
    assert not made.moved_on
    assert "[It was warm](quote:C-2026-014) and went away." in join_units(made.texts["introduction"])


def test_what_stands_outside_of_the_texts_cannot_be_taken(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: type_over(body, "go on", "stop"))
    (change,) = comparison.changes
    assert not comparison.can_be_taken(change.number)
    assert texts(comparison, {change.number}) == {}


def test_what_has_moved_on_is_left_out_and_the_rest_is_taken(sent: bytes) -> None:
    def alter(body: Tree) -> None:
        type_over(body, "over 2,000", "over 3,000")
        type_over(body, "those who were", "those")
        type_over(body, "Nobody", "Hardly anybody")

    comparison = come_back(sent, alter)
    now = TEXTS | {"introduction": TEXTS["introduction"].replace("over 2,000", "2,311")}
    made = comparison.merge(now, (), all_of(comparison))
    homes = next(each.number for each in comparison.changes if "3,000" in each.after)
    assert made.moved_on == {homes}
    assert made.accepted == all_of(comparison) - {homes}
    assert "[2,311](claim:homes)" in join_units(made.texts["introduction"])
    assert "one of those helped." in join_units(made.texts["introduction"])
    assert "Hardly anybody" in join_units(made.texts["less-well"])


def test_a_second_decision_stands_on_the_first(sent: bytes) -> None:
    def alter(body: Tree) -> None:
        type_over(body, "over 2,000", "over 3,000")
        type_over(body, "We helped", "We have helped")

    comparison = come_back(sent, alter)
    first, second = sorted(all_of(comparison))
    after = {place: join_units(units) for place, units in comparison.merge(TEXTS, (), {first}).texts.items()}
    made = comparison.merge(TEXTS | after, {first}, {second})
    assert not made.moved_on
    assert "We have helped [over 3,000](claim:homes) homes." in join_units(made.texts["introduction"])


def test_comments_belong_to_the_text_they_are_about(sent: bytes) -> None:
    def remark(body: Tree) -> None:
        paragraph = edits.find_paragraph(body, "Nobody came")
        paragraph.insert(1, edits.element('<w:commentRangeStart w:id="1"/>'))
        paragraph.append(edits.element('<w:commentRangeEnd w:id="1"/>'))

    comment = (
        f'<w:comment w:id="1" w:author="{ANNA}" w:date="{edits.WHEN}"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'
    )
    comparison = come_back(sent, remark, comments=comment)
    (heard,) = comparison.returned.comments
    assert (heard.words, heard.about) == ("Why?", "Nobody came to the market.")
    assert comparison.place_of(heard.paragraph) == "less-well"


def test_letters_that_only_readers_set_do_no_harm(sent: bytes) -> None:
    comparison = come_back(sent, lambda body: type_over(body, "Nobody", "No\ue0f0\U000f00ffbody at all"))
    assert "Nobody at all came" in texts(comparison, all_of(comparison))["less-well"]


UNITS = st.lists(
    st.builds(Unit, st.sampled_from(["one", "two", "three", "four"]), st.booleans()), max_size=6, unique=True
)


@given(UNITS)
def test_units_are_split_as_they_were_joined(units: list[Unit]) -> None:
    assert list(split_units(join_units(units))) == units


@given(UNITS, UNITS)
def test_merging_into_what_has_not_moved_gives_the_target(base: list[Unit], target: list[Unit]) -> None:
    assert merge(base, target, base) == (target, [])


@given(UNITS, UNITS, UNITS)
def test_merging_never_loses_what_somebody_else_wrote(
    base: list[Unit], target: list[Unit], current: list[Unit]
) -> None:
    merged, _ = merge(base, target, current)
    assert all(each in merged for each in current if each not in base)
