"""Pages, registers and documents say what the assessment says; in public, roles stand where staff see names."""

from dataclasses import replace
from datetime import date

from tests.factories.assessment_records import TODAY, evidence, figure, impact, whole

from goldenthread.assessments.gaps import find_gaps
from goldenthread.assessments.journey import make_parts, step_after
from goldenthread.assessments.kinds import DecisionOption, Effect, circumstances, protected
from goldenthread.assessments.presenters.document import make_document
from goldenthread.assessments.presenters.lists import ASSESSMENT_COLUMNS, make_assessment_line, make_assessment_table
from goldenthread.assessments.presenters.page import (
    make_evidence_view,
    make_findings,
    make_override,
    make_page,
    make_representation_sentence,
)
from goldenthread.assessments.records import DecisionRecord
from goldenthread.assessments.states import AssessmentStatus, DecisionStatus
from goldenthread.publishing.document import Document, Paragraph, Section
from goldenthread.publishing.pdf import render_pdf
from goldenthread.publishing.word import render_word

DECISION = DecisionRecord(
    pk=3,
    reference="FP/1",
    title="Bills",
    decision_maker="Cabinet",
    due_on=date(2026, 9, 1),
    status=DecisionStatus.DECIDED,
    outcome="agreed",
    outcome_words="At once.",
    decided_on=date(2026, 6, 10),
    override_by="Helena Quarmby",
    override_role="Monitoring Officer",
    override_on=date(2026, 6, 9),
    override_reason="The bridge may fall.",
)


def page(record=None, *, is_public=True):
    record = record or whole()
    return make_page(record, find_gaps(record, {}, on=TODAY), on=TODAY, is_public=is_public)


def test_the_finding_puts_harm_first():
    assert make_findings(whole()) == (
        "Some people would be worse off: Age.",
        "One action of the council’s plan is to make up for harm or do more good.",
    )
    assert make_findings(whole(mitigations=()))[-1] == "Nothing in the council’s plans makes up for it yet."
    unharmed = whole(impacts=(impact("sex", Effect.POSITIVE),), mitigations=())
    assert make_findings(unharmed) == (
        "No harm was found to any group that was looked at.",
        "Some would be better off: Women and men.",
    )
    assert make_findings(whole(impacts=(), mitigations=())) == ()


def test_the_public_reads_roles_and_staff_read_names():
    public, staff = page(), page(is_public=False)
    assert ("Written by", "Advice Manager") in public.facts
    assert ("Signed off", "Monitoring Officer, 1 June 2026") in public.facts
    assert ("Written by", "Ada") in staff.facts
    assert public.mitigations[0].lead == "Advice Manager"
    assert public.mitigations[0].href == "/plans/fair/actions/4/"
    assert staff.mitigations[0].lead == "Ada"
    assert staff.mitigations[0].href == "/staff/plans/fair/actions/4/"
    assert "Ada" not in str(public)


def test_an_action_that_is_not_published_is_named_and_not_linked():
    record = whole()
    inside = replace(record.mitigations[0], is_published=False, status="")
    line = page(replace(record, mitigations=(inside,))).mitigations[0]
    assert (line.href, line.status) == ("", None)


def test_an_override_is_told_with_name_and_reason():
    override = make_override(DECISION)
    assert override is not None
    assert override.sentence == (
        "On 9 June 2026 Helena Quarmby, Monitoring Officer, let this decision be taken "
        "before its equality impact assessment was signed."
    )
    assert override.reason == "The bridge may fall."
    assert make_override(replace(DECISION, override_reason="")) is None
    assert make_override(None) is None


def test_advice_to_stop_that_was_not_taken_stands_on_the_page():
    record = whole(option=DecisionOption.STOP, decision=DECISION)
    assert page(record).notices == ("The decision was agreed although this assessment advised to stop.",)
    due = page(whole(review_on=TODAY, status=AssessmentStatus.DUE_FOR_REVIEW))
    assert due.notices == ("This assessment was to be looked at again by 15 June 2026.",)
    later = page(whole(superseded_by=9, status=AssessmentStatus.SUPERSEDED))
    assert later.notices == ("EIA 9 has taken the place of this assessment.",)


def test_only_groups_whose_interval_leaves_one_out_are_said_to_differ():
    assert make_representation_sentence(whole().evidence[0]) == (
        "Counted more often than their share of everybody: Asian (1.50 times as often). "
        "Counted less often than their share: White (0.90 times as often)."
    )
    unsure = evidence(figure("Asian", 1.5, 0.9, 1.8), figure("White", 0.9, 0.8, 1.1))
    assert make_representation_sentence(unsure) == (
        "No group is clearly counted more or less often than its share of everybody."
    )
    assert make_representation_sentence(evidence(figure("Asian"))) == ""


def test_evidence_with_shares_has_a_picture_and_one_without_says_why():
    view = make_evidence_view(whole().evidence[0])
    assert view.picture is not None
    assert "Asian: 1.50 (between 1.20 and 1.80)" in view.picture.alternative_text
    assert view.table is not None
    assert view.table.written_rows()[0] == ["Asian", "12.0% (10.0% to 14.0%)", "20.0", "10.0", "1.50 (1.20 to 1.80)"]
    assert view.href == "/indicators/little-money/how-do-we-know/"
    bare = make_evidence_view(evidence(figure("Asian"), no_shares="The source publishes no counts by group."))
    assert bare.picture is None
    assert [column.name for column in bare.table.columns] == ["Group", "Figure"]
    assert bare.no_shares == "The source publishes no counts by group."


def test_the_register_names_what_is_missing_in_words():
    record = whole(mitigations=())
    line = make_assessment_line(record, find_gaps(record, {}, on=TODAY), is_public=False)
    assert line.missing == ("Harm without a mitigation",)
    assert line.href == "/staff/assessments/7/"
    table = make_assessment_table([(record, find_gaps(record, {}, on=TODAY))], is_public=True)
    row = dict(zip(ASSESSMENT_COLUMNS, table.written_rows()[0], strict=True))
    assert row["Worse off"] == "Age"
    assert row["Actions"] == "0"
    assert row["What is missing"] == "Age: harm was found, and no action of a plan answers it."


def test_the_journey_has_a_page_for_every_characteristic_and_says_what_is_done():
    parts = make_parts(whole(affected=""))
    steps = {step.key: step for part in parts for step in part.steps}
    assert {f"impact/{each.slug}" for each in (*protected(), *circumstances())} <= set(steps)
    assert (steps["affected"].state, steps["affected"].is_done) == ("To do", False)
    assert (steps["impact/age"].state, steps["impact/age"].is_done) == ("Worse off", True)
    assert steps["impact/care"].state == "Optional"
    assert steps["evidence"].state == "1 piece"


def test_one_page_leads_to_the_next_and_the_last_to_the_overview():
    record = whole()
    assert step_after(record, "decision") == "/staff/assessments/7/affected/"
    assert step_after(record, "affected") == f"/staff/assessments/7/impact/{protected()[0].slug}/"
    assert step_after(record, f"impact/{protected()[-1].slug}") == "/staff/assessments/7/intersections/"
    assert step_after(record, "monitoring") == "/staff/assessments/7/"
    assert step_after(record, "impact/care") == "/staff/assessments/7/"


def headings(sections, level=1):
    for section in sections:
        yield level, section.heading
        yield from headings(section.sections, level + 1)


def test_the_document_has_the_sections_of_the_page_and_can_be_set():
    document = make_document(
        page(whole(decision=DECISION)), council="Alderbrook", address="https://a.example", published=TODAY, notice="No."
    )
    assert isinstance(document, Document)
    assert [heading for level, heading in headings(document.sections) if level == 1] == [
        "What is to be decided",
        "Who is affected",
        "What it would do to whom",
        "What we know",
        "Whom we spoke with",
        "What it adds up to with other decisions",
        "What we will do about it",
        "What the assessment advises",
        "How we will watch what happens",
        "How it came about",
    ]
    assert "The bridge may fall." in str(document.opening)
    assert "https://a.example/plans/fair/actions/4/" in str(document)
    assert render_pdf(document).startswith(b"%PDF")
    assert render_word(document).startswith(b"PK")


def test_an_assessment_that_says_nothing_yet_becomes_a_document_too():
    record = whole(
        proposal="", affected="", impacts=(), evidence=(), engagements=(), mitigations=(), option=None, monitoring="",
        review_on=None, decide_by=None, signed_on=None, published_on=None, status=AssessmentStatus.DRAFT,
    )  # fmt: skip
    document = make_document(page(record), council="A", address="https://a.example", published=None)
    assert document.sections[0] == Section("What is to be decided", (Paragraph("Nobody has said yet."),))
    assert "What this assessment lacks" in [section.heading for section in document.sections]
    assert render_pdf(document).startswith(b"%PDF")
