"""A report goes out as Word, is changed there and comes back; what is accepted stands in its texts: no scripts."""

import uuid
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.functional.test_publication_checks import fill_day, press, write
from tests.functional.visits import PHONE, broken_rules
from tests.lib import word_edits as edits
from tests.lib.word_edits import Tree, W

ANNA = "Anna Lee"
INTRODUCTION = "We called at [288 homes](claim:pension-credit-visits) of pensioners.\n\nIt was a long year for us all."


def change(body: Tree) -> None:
    """A figure with track kept, a hedge without, and a paragraph that goes before another."""
    edits.replace(edits.find_control(body, "pension-credit-visits"), "288", "882", ANNA)
    edits.move_paragraph(body, "It was a long year", "We called at", ANNA)
    text = next(each for each in body.iter(f"{W}t") if "came late" in (each.text or ""))
    text.text = text.text.replace("came late", "hardly came late")


def test_a_report_goes_out_as_word_and_comes_back(open_page: Callable[..., Page], tmp_path: Path) -> None:
    slug = f"rounds-{uuid.uuid4().hex[:8]}"
    report = f"/staff/reports/{slug}/"
    editor = open_page("editor", java_script_enabled=False)
    editor.goto("/staff/reports/new/")
    editor.get_by_label("Which plan is it about?").select_option(label="Fairer Alderbrook: our plan 2024 to 2028")
    editor.get_by_label("Title").fill(f"A report that is commented on ({slug})")
    editor.get_by_label("Short name for the address").fill(slug)
    fill_day(editor, "starts_on", 1, 4, 2025)
    fill_day(editor, "ends_on", 31, 3, 2026)
    press(editor, "Begin")
    write(editor, report, "introduction", INTRODUCTION)
    write(editor, report, "less-well", "We came late.")

    # It goes out.
    editor.goto(report)
    press(editor, "Send out as Word for comment")
    editor.get_by_label("Who is asked to comment?").fill("The fairness panel")
    press(editor, "Make the Word file")
    with editor.expect_download() as download:
        editor.get_by_role("link", name="Download the Word file").click()
    sent = Path(download.value.path()).read_bytes()

    # It comes back: nothing has changed yet, and the altered figure is judged.
    back = tmp_path / "panel.docx"
    back.write_bytes(edits.edit(sent, change))
    editor.get_by_label("The Word file that came back").set_input_files(back)
    press(editor, "Bring it in")
    main = editor.get_by_role("main")
    expect(main).to_contain_text("3 changes to decide on. 1 of them would make a claim untrue.")
    expect(main).to_contain_text("“882 homes” instead of “288 homes” (TRUE)")
    expect(main.get_by_text("FALSE", exact=True)).to_have_count(1)
    expect(main.get_by_text("Not tracked")).to_have_count(1)

    # The move and the hedge are accepted, the figure refused, in one go.
    for change_of, answer in (("882", "Refuse"), ("It was a long year", "Accept"), ("hardly", "Accept")):
        main.locator(".gt-change", has_text=change_of).last.get_by_text(answer).first.click()
    press(editor, "Write it into the report")
    expect(main).to_contain_text("2 changes accepted and written into the report, 1 change refused.")
    editor.goto(f"{report}words/introduction/")
    first, second = INTRODUCTION.split("\n\n")
    expect(editor.locator("textarea[name=text]")).to_have_value(f"{second}\n\n{first}")
    editor.goto(f"{report}words/less-well/")
    expect(editor.locator("textarea[name=text]")).to_have_value("We hardly came late.")

    phone = open_page("editor", viewport=PHONE)
    phone.goto(f"{report}rounds/1/")
    assert broken_rules(phone) == []
    with phone.expect_navigation():
        phone.get_by_role("link", name="panel.docx").click()
    assert broken_rules(phone) == []
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
