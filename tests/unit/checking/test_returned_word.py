"""A report goes out as Word and comes back with changes: claims stay bound, each change can be taken or refused."""

from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.lib import word_edits as edits
from tests.lib.word_edits import W

from goldenthread.checking.documents import ChangeKind, DocumentRefused, Fate, Returned, read_returned
from goldenthread.publishing.document import (
    ClaimSpan,
    Document,
    Fact,
    Note,
    Paragraph,
    Section,
    TableBlock,
)
from goldenthread.publishing.document.blocks import CellClaim
from goldenthread.publishing.figures import Column, Table
from goldenthread.publishing.word import render_word

ANNA, BEN = "Anna Lee", "Ben Okoro"


@pytest.fixture(scope="module")
def sent() -> bytes:
    table = Table("Who smokes", (Column("Group"), Column("Value (%)", 1)), (("Most deprived", 21.0),))
    document = Document(
        "Our year",
        "en-GB",
        (
            Section(
                "Health",
                (
                    Paragraph(("Men die ", ClaimSpan("almost 11 years", "gap", 10.8), " earlier in the poorest ward.")),
                    Paragraph(
                        ("We insulated ", ClaimSpan("over 2,000", "homes", 2311), " homes", Note("Since April."), ".")
                    ),
                    Paragraph("Nothing else was done."),
                    TableBlock(table, (CellClaim(0, 1, "smokers"),)),
                ),
            ),
        ),
        contents_heading="",
        facts=(
            Fact("gap", "The gap", 10.8, "years", 1),
            Fact("homes", "Homes", 2311),
            Fact("smokers", "Smokers", 21.0),
        ),
    )
    return render_word(document)


@cache
def blank() -> bytes:
    return render_word(Document("Blank", "en-GB", ()))


def come_back(sent: bytes, change, **given: str) -> Returned:
    return read_returned("C:\\mine\\back.docx", edits.edit(sent, change, **given), sent=sent)


def lines(returned: Returned, accepted: frozenset[int] | set[int]) -> list[str]:
    return [each.words for each in returned.settle(accepted)]


def claims(returned: Returned) -> dict[str, tuple[str, str, Fate, bool]]:
    return {each.slug: (each.before, each.after, each.fate, each.is_tracked) for each in returned.claims}


def test_an_untouched_file_keeps_every_claim(sent: bytes) -> None:
    returned = come_back(sent, lambda body: None)
    assert returned.name == "back.docx"
    assert claims(returned) == {
        "gap": ("almost 11 years", "almost 11 years", Fate.KEPT, True),
        "homes": ("over 2,000", "over 2,000", Fate.KEPT, True),
        "smokers": ("21.0", "21.0", Fate.KEPT, True),
    }
    assert (returned.changes, returned.comments, returned.untracked) == ((), (), ())
    assert "Men die almost 11 years earlier in the poorest ward." in lines(returned, frozenset())
    assert lines(returned, frozenset())[-1] == "Since April."


def test_a_hedge_that_is_altered_is_one_change_of_that_claim(sent: bytes) -> None:
    returned = come_back(sent, lambda body: edits.replace(edits.find_control(body, "gap"), "almost", "over", ANNA))
    (change,) = returned.changes
    assert (change.kind, change.before, change.after, change.claims) == (
        ChangeKind.REPLACED,
        "almost",
        "over",
        ("gap",),
    )
    assert (change.author, change.on) == (ANNA, datetime(2026, 7, 1, 9, 30, tzinfo=UTC))
    assert claims(returned)["gap"] == ("almost 11 years", "over 11 years", Fate.REWORDED, True)
    assert returned.claims[0].changes == (change.number,)
    for accepted, words in ((set(), "almost 11 years"), ({change.number}, "over 11 years")):
        settled = next(each for each in returned.settle(accepted) if each.words.startswith("Men die"))
        assert settled.words == f"Men die {words} earlier in the poorest ward."
        assert settled.claims == (("gap", words),)


def test_a_hedge_put_in_front_of_a_claim_is_said_to_touch_it(sent: bytes) -> None:
    def change(body) -> None:
        control = edits.find_control(body, "homes")
        edits.insert_after(control.getprevious(), "well ", BEN)

    returned = come_back(sent, change)
    (inserted,) = returned.changes
    assert (inserted.kind, inserted.after, inserted.claims, inserted.beside) == (
        ChangeKind.INSERTED,
        "well",
        (),
        ("homes",),
    )
    assert "We insulated well over 2,000 homes." in lines(returned, returned.every_change())
    assert claims(returned)["homes"][2] is Fate.KEPT


def test_changes_of_two_people_are_taken_one_by_one(sent: bytes) -> None:
    def change(body) -> None:
        edits.replace(edits.find_paragraph(body, "Nothing else"), "Nothing", "Little", ANNA)
        edits.delete(edits.find_paragraph(body, "else was done"), "else ", BEN)

    returned = come_back(sent, change)
    first, second = returned.changes
    assert {each.author for each in returned.changes} == {ANNA, BEN}
    options = {
        frozenset(): "Nothing else was done.",
        frozenset({first.number}): "Little else was done.",
        frozenset({second.number}): "Nothing was done.",
        frozenset({first.number, second.number}): "Little was done.",
    }
    for accepted, words in options.items():
        assert words in lines(returned, accepted)


def test_what_one_put_in_and_another_took_out_needs_both(sent: bytes) -> None:
    def change(body) -> None:
        inserted = edits.insert_after(
            edits.split_run(edits.find_paragraph(body, "Nothing else"), "Nothing"), " at all", ANNA
        )
        for run in list(inserted):
            edits.wrap(run, "del", BEN)

    returned = come_back(sent, change)
    put_in, taken_out = returned.changes
    assert (put_in.kind, taken_out.kind) == (ChangeKind.INSERTED, ChangeKind.DELETED)
    assert "Nothing at all else was done." in lines(returned, {put_in.number})
    for accepted in (set(), {taken_out.number}, {put_in.number, taken_out.number}):
        assert "Nothing else was done." in lines(returned, accepted)


def test_a_paragraph_moved_whole_takes_its_claim_along(sent: bytes) -> None:
    returned = come_back(sent, lambda body: edits.move_paragraph(body, "Men die", "Nothing else", ANNA))
    (change,) = returned.changes
    assert change.kind is ChangeKind.MOVED
    assert change.before == change.after == "Men die almost 11 years earlier in the poorest ward."
    assert len(change.paragraphs) == 2
    assert claims(returned)["gap"] == ("almost 11 years", "almost 11 years", Fate.MOVED, True)
    stayed, moved = lines(returned, set()), lines(returned, {change.number})
    told = "Men die almost 11 years earlier in the poorest ward."
    assert (stayed.count(told), moved.count(told)) == (1, 1)
    assert stayed.index(told) < stayed.index("We insulated over 2,000 homes.")
    assert moved.index(told) == moved.index("We insulated over 2,000 homes.") + 1
    assert stayed == lines(read_returned("sent.docx", sent), set())


def test_a_claim_moved_and_reworded_is_both(sent: bytes) -> None:
    def change(body) -> None:
        edits.move_paragraph(body, "Men die", "Nothing else", ANNA)
        moved = edits.find_control(body, "gap", 1)
        run = edits.split_run(moved, "almost")
        run.find(f"{W}t").text = "about"

    returned = come_back(sent, change)
    assert claims(returned)["gap"][:3] == ("almost 11 years", "about 11 years", Fate.REWORDED)


def test_a_paragraph_joined_to_the_next_and_one_put_in(sent: bytes) -> None:
    def change(body) -> None:
        edits.mark_end(edits.find_paragraph(body, "We insulated"), "del", ANNA)
        added = edits.element("<w:p/>")
        edits.find_paragraph(body, "Nothing else").addnext(added)
        mark = edits.revision("ins", BEN)
        mark.append(edits.element("<w:r><w:t>Until May.</w:t></w:r>"))
        added.append(mark)
        edits.mark_end(added, "ins", BEN)

    returned = come_back(sent, change)
    joined, added = returned.changes
    assert "We insulated over 2,000 homes.Nothing else was done." in lines(returned, {joined.number})
    assert "Until May." in lines(returned, {added.number})
    assert lines(returned, set()) == lines(read_returned("sent.docx", sent), set())
    assert (added.kind, added.after) == (ChangeKind.INSERTED, "Until May.")


def test_a_control_taken_off_with_track_leaves_words_without_a_claim(sent: bytes) -> None:
    returned = come_back(sent, lambda body: edits.unbind(edits.find_control(body, "gap"), ANNA))
    (change,) = returned.changes
    assert (change.kind, change.claims) == (ChangeKind.UNBOUND, ("gap",))
    assert claims(returned)["gap"] == ("almost 11 years", "almost 11 years", Fate.UNBOUND, True)
    settled = next(each for each in returned.settle({change.number}) if each.words.startswith("Men die"))
    assert settled.claims == ()
    assert next(each for each in returned.settle(()) if each.words.startswith("Men die")).claims


def test_a_control_taken_off_without_track_shows_against_the_file_that_was_sent(sent: bytes) -> None:
    def change(body) -> None:
        edits.take_off(edits.find_control(body, "gap"))

    returned = come_back(sent, change)
    assert claims(returned)["gap"] == ("almost 11 years", "almost 11 years", Fate.UNBOUND, False)
    assert "gap" not in claims(read_returned("back.docx", edits.edit(sent, change)))


def test_a_control_deleted_with_its_words(sent: bytes) -> None:
    def tracked(body) -> None:
        edits.delete(edits.find_control(body, "gap"), "almost 11 years", ANNA)

    def silent(body) -> None:
        control = edits.find_control(body, "gap")
        control.getparent().remove(control)

    assert claims(come_back(sent, tracked))["gap"] == ("almost 11 years", "", Fate.DELETED, True)
    returned = come_back(sent, silent)
    assert claims(returned)["gap"] == ("almost 11 years", "", Fate.DELETED, False)
    (untracked,) = returned.untracked
    assert (untracked.before, untracked.after) == (
        "Men die almost 11 years earlier in the poorest ward.",
        "Men die earlier in the poorest ward.",
    )


def test_words_altered_without_track_show_against_the_file_that_was_sent(sent: bytes) -> None:
    def change(body) -> None:
        next(edits.find_control(body, "homes").iter(f"{W}t")).text = "over 3,000"

    returned = come_back(sent, change)
    assert returned.changes == ()
    assert claims(returned)["homes"] == ("over 2,000", "over 3,000", Fate.REWORDED, False)
    assert [(each.before, each.after) for each in returned.untracked] == [
        ("We insulated over 2,000 homes.", "We insulated over 3,000 homes.")
    ]


def test_an_emptied_control_has_lost_its_words_whatever_word_writes_into_it(sent: bytes) -> None:
    def change(body) -> None:
        control = edits.find_control(body, "homes")
        control.find(f"{W}sdtPr").append(edits.element("<w:showingPlcHdr/>"))
        next(control.iter(f"{W}t")).text = "Click or tap here to enter text."

    returned = come_back(sent, change)
    assert claims(returned)["homes"] == ("over 2,000", "", Fate.DELETED, False)
    assert claims(read_returned("b.docx", edits.edit(sent, change)))["homes"] == ("", "", Fate.DELETED, False)


def test_a_copy_of_a_claim_is_added_and_the_first_stays(sent: bytes) -> None:
    def change(body) -> None:
        paragraph = edits.find_paragraph(body, "Men die")
        copy = etree.fromstring(etree.tostring(paragraph))
        paragraph.addprevious(copy)
        for run in list(copy.iter(f"{W}r")):
            edits.wrap(run, "ins", BEN)
        edits.mark_end(copy, "ins", BEN)

    returned = come_back(sent, change)
    assert [(each.fate, each.is_tracked) for each in returned.claims if each.slug == "gap"] == [
        (Fate.ADDED, True),
        (Fate.KEPT, True),
    ]


def test_a_row_taken_out_of_a_table_takes_its_claim(sent: bytes) -> None:
    def change(body) -> None:
        row = edits.find_control(body, "smokers").getparent().getparent().getparent()
        row.find(f"{W}trPr").append(edits.revision("del", ANNA))

    returned = come_back(sent, change)
    assert claims(returned)["smokers"] == ("21.0", "", Fate.DELETED, True)
    assert returned.changes[0].kind is ChangeKind.DELETED


def test_comments_say_who_what_and_about_which_claim(sent: bytes) -> None:
    comment = (
        f'<w:comment w:id="7" w:author="{BEN}" w:date="not a date"><w:p><w:r><w:t>Is this still so?</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>I doubt it.</w:t></w:r></w:p></w:comment>"
    )
    returned = come_back(sent, lambda body: edits.comment_on(edits.find_control(body, "gap"), 7), comments=comment)
    (said,) = returned.comments
    assert (said.author, said.on, said.words) == (BEN, None, "Is this still so?\nI doubt it.")
    assert (said.about, said.claims) == ("almost 11 years", ("gap",))
    assert returned.changes == ()


def test_a_change_of_looks_is_told_and_changes_no_words(sent: bytes) -> None:
    def change(body) -> None:
        run = edits.split_run(edits.find_paragraph(body, "Nothing else"), "else")
        run.insert(0, edits.element("<w:rPr><w:b/></w:rPr>"))
        looks = edits.revision("rPrChange", ANNA)
        looks.append(edits.element("<w:rPr/>"))
        run.find(f"{W}rPr").append(looks)

    returned = come_back(sent, change)
    assert [each.kind for each in returned.changes] == [ChangeKind.FORMATTED]
    assert lines(returned, returned.every_change()) == lines(returned, set())


def test_a_decision_on_a_change_that_is_not_there_is_refused(sent: bytes) -> None:
    with pytest.raises(ValueError, match=r"back\.docx has no change 3"):
        come_back(sent, lambda body: None).settle({3})


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(DocumentRefused, match=r"x\.docx is damaged"):
        read_returned("x.docx", b"PK\x03\x04 no")


word = st.sampled_from(["one", "two", "three", "four"])
state = st.sampled_from(["stays", "ins", "del"])
paragraphs = st.lists(
    st.lists(st.tuples(word, state, st.sampled_from([ANNA, BEN])), min_size=1, max_size=6), min_size=1, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(paragraphs)
def test_all_accepted_and_all_refused_are_what_a_list_of_words_says(told: list[list[tuple[str, str, str]]]) -> None:
    def change(body) -> None:
        for words in told:
            paragraph = edits.element("<w:p/>")
            body.insert(len(body) - 1, paragraph)
            for said, kind, author in words:
                run = edits.element(f'<w:r><w:t xml:space="preserve">{said} </w:t></w:r>')
                paragraph.append(run)
                if kind != "stays":
                    edits.wrap(run, kind, author)

    returned = read_returned("back.docx", edits.edit(blank(), change))
    for accepted, gone in ((returned.every_change(), "del"), (frozenset(), "ins")):
        expected = [" ".join(said for said, kind, _ in words if kind != gone) for words in told]
        assert lines(returned, accepted) == ["Blank", *filter(None, expected)]
    for each in returned.changes:
        if each.before == each.after:  # a word replaced by the same word
            continue
        assert lines(returned, {each.number}) != lines(returned, frozenset())
        others = returned.every_change() - {each.number}
        assert lines(returned, others) != lines(returned, returned.every_change())
