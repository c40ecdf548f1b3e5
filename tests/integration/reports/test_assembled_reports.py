"""A report is assembled with what groups asked and a summary drafted from what is true, in four formats."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from tests.factories.facts import record_fact
from tests.factories.groups import make_group
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW
from tests.factories.reports import make_report, publish_report

from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.plan.groups.kinds import AskState
from goldenthread.plan.models import AskReply, GroupAsk
from goldenthread.publishing.document import ActionTable, YouSaidWeDid
from goldenthread.reports import actions
from goldenthread.reports.gathering import gather_heard
from goldenthread.reports.models import AnnualReport
from goldenthread.reports.reading import read_report
from goldenthread.reports.summary import draft_summary
from goldenthread.reports.typesetting import make_report_document

TODAY = NOW.date()


def put(group: Any, number: int, text: str, state: AskState, asked_on: date, answers: tuple[str, ...] = ()) -> GroupAsk:
    """An ask as it stands after these answers."""
    replied = asked_on + timedelta(days=5)
    ask = GroupAsk.objects.create(
        group=group, number=str(number), text=text, asked_on=asked_on, due_on=asked_on + timedelta(days=20),
        first_replied_on=replied if answers else None, state=state.value, changed_at=NOW,
    )  # fmt: skip
    writer = make_person(Role.PLAN_OWNER)
    for day, answer in enumerate(answers):
        AskReply.objects.create(
            ask=ask, state=state.value, text=answer, by_role="Housing", written_by=writer,
            written_at=NOW + timedelta(days=day),
        )  # fmt: skip
    return ask


def asked(owner: Any) -> Any:
    group = make_group(owner, name="The forum")
    put(group, 1, "Open a hall", AskState.WE_DID, date(2025, 5, 1), ("We will.", "It is open."))
    put(group, 2, "Light the path", AskState.WAITING, date(2025, 6, 1))
    put(group, 3, "Halve the rent", AskState.WE_CANNOT, date(2025, 7, 1), ("The law sets it.",))
    put(group, 4, "Before the year", AskState.WE_WILL, date(2025, 3, 31), ("We will.",))
    put(group, 5, "After the year", AskState.WE_WILL, date(2026, 4, 1), ("We will.",))
    return group


def test_only_what_was_asked_in_the_year_is_gathered_with_its_latest_answer(owner):
    asked(owner)
    heard = gather_heard(since=date(2025, 4, 1), until=date(2026, 3, 31))
    assert [(each["said"], each["state"], each["answer"]) for each in heard] == [
        ("Open a hall", "we did", "It is open."),
        ("Light the path", "waiting for a reply", ""),
        ("Halve the rent", "we can’t", "The law sets it."),
    ]


def test_what_a_group_asked_that_is_not_public_stays_out(owner):
    group = asked(owner)
    group.asks.filter(number="1").update(is_public=False)
    heard = gather_heard(since=date(2025, 4, 1), until=date(2026, 3, 31))
    assert "Open a hall" not in [each["said"] for each in heard]


def test_the_report_says_it_on_the_page_and_on_paper(plan, owner):
    asked(owner)
    editor = make_person(Role.EDITOR)
    draft = make_report(plan, editor)
    client = signed_in_client(editor)
    page = client.get(reverse("reports:staff_preview", args=[draft.slug])).content.decode()
    assert "What residents said, and what came of it" in page
    assert page.index("Halve the rent") < page.index("Light the path")  # what waits comes last
    assert "The answer was due by 21 June 2025." in page
    document = make_report_document(draft)
    block, since = [block for _, block in document.blocks() if isinstance(block, YouSaidWeDid)]
    assert [(each.said, each.will) for each in since.answers] == [
        ("After the year (The forum, 1 April 2026)", "We will.")
    ]
    assert page.index("Light the path") < page.index("Asked since the year ended") < page.index("After the year")
    assert [(each.said, each.did, each.cannot) for each in block.answers] == [
        ("Open a hall (The forum, 1 May 2025)", "It is open.", ""),
        ("Halve the rent (The forum, 1 July 2025)", "", "The law sets it."),
    ]


def test_each_aim_has_its_actions_as_a_table_on_paper(draft):
    tables = [block for _, block in make_report_document(draft).blocks() if isinstance(block, ActionTable)]
    assert [[row.title for row in table.rows] for table in tables] == [["Open clinics"], ["Open a hall"]]
    assert tables[1].rows[0].status == "Missed"


def write(draft: AnnualReport, place: str, text: str) -> None:
    actions.write_text(report=draft, place=place, text=text, by=make_person(Role.EDITOR), at=NOW)


def test_the_summary_is_drafted_from_verdicts_and_true_claims_only(draft):
    record_fact("homes", Statistic.COUNT, 2100, unit="homes")
    record_fact("gap", Statistic.GAP, 10.8, unit="years", decimals=1)
    write(
        draft,
        "introduction",
        "We called at [over 2,000](claim:homes) homes. We called at [over 3,000](claim:homes) doors. It rained. "
        "The gap is [almost 11 years](claim:gap) in 40 streets. The gap is [nearly 11 years](claim:gap).",
    )
    said = draft_summary(read_report(draft), on=TODAY)
    assert "These gaps got narrower: Plain name of poor-health." in said
    assert "We called at [over 2,000](claim:homes) homes. The gap is [nearly 11 years](claim:gap)." in said
    for words in ("3,000", "rained", "40 streets"):
        assert words not in said


def test_a_draft_of_the_summary_is_kept_only_when_somebody_saves_it(draft):
    client = signed_in_client(make_person(Role.EDITOR))
    address = reverse("reports:staff_write", args=[draft.slug, "summary"])
    assert "Draft it from what is true" in client.get(address).content.decode()
    page = client.get(f"{address}?draft=yes").content.decode()
    assert "These gaps got narrower" in page
    assert "Nothing of it is kept until you have read it" in page
    assert not draft.texts.filter(place="summary").exists()
    client.post(address, {"text": "The gap got narrower."})
    assert draft.texts.get(place="summary").text == "The gap got narrower."
    preview = client.get(reverse("reports:staff_preview", args=[draft.slug])).content.decode()
    assert preview.index("In short") < preview.index("Introduction")


def test_a_draft_is_taken_away_as_markdown(draft):
    page = signed_in_client(make_person(Role.EDITOR)).get(reverse("reports:staff_preview_markdown", args=[draft.slug]))
    assert page["Content-Type"] == "text/markdown; charset=utf-8"
    text = page.content.decode()
    assert "# Annual report 2025 to 2026" in text
    assert "](claim:figure-" in text
    assert signed_in_client(make_person()).get(page.request["PATH_INFO"]).status_code == 403


def test_the_facts_that_everybody_takes_away_are_those_of_the_edition(draft, client):
    record_fact("homes", Statistic.COUNT, 2100, unit="homes", period="April 2025 to March 2026")
    write(draft, "introduction", "We called at [over 2,000](claim:homes) homes.")
    report = publish_report(draft)
    address = reverse("reports:annual_facts_json", args=[report.slug])
    before = client.get(address).json()
    assert ("over 2,000", "homes") in [(each["words"], each["fact"]) for each in before["claims"]]
    actions.begin_correction(report=report, note="It was another number.", by=make_person(Role.EDITOR), at=NOW)
    write(report, "introduction", "We called at [over 9,000](claim:homes) homes.")
    assert client.get(address).json() == before


def test_the_report_says_how_it_is_cited(published, client):
    text = client.get(published.get_absolute_url()).content.decode()
    assert "Cite this report as:" in text
    assert "/reports/report-2026/editions/1/" in text
    assert "Last updated 15 June 2026." in text
