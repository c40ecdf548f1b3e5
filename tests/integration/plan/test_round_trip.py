"""A plan that is exported and imported into an empty site is the same plan, in every form it can take."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.factories.plans import (
    NOW,
    make_action,
    make_indicator,
    make_measure,
    make_person,
    make_plan,
    make_section,
    make_team,
)

from goldenthread.accounts.audit import verify_chain
from goldenthread.accounts.models import AuditEvent, Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.documents import CrosswalkDocument
from goldenthread.plan.importing import markdown_form, opening, workbook_form, yaml_form
from goldenthread.plan.importing.form import ACTIONS
from goldenthread.plan.importing.incoming import FileFault
from goldenthread.plan.importing.names import Known
from goldenthread.plan.importing.steps import settle_known
from goldenthread.plan.kinds import Cadence, CouncilRole, Direction, MeasureKind, Statistic
from goldenthread.plan.models import ImportedNote, Plan, PlanImport
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=10)
WRITERS = {
    "plan.yaml": lambda content, private: yaml_form.write_yaml(content, private).encode(),
    "plan.md": lambda content, private: markdown_form.write_markdown(content, private).encode(),
    "plan.xlsx": workbook_form.write_workbook,
}


@pytest.fixture
def owner():
    team = make_team("Policy and Equality")
    return make_person(Role.PLAN_OWNER, name="Maryam Oyelaran", job_title="Head of Policy", team=team)


@pytest.fixture
def plan(owner):
    """A plan with something of everything."""
    life = make_indicator("life-expectancy", unit="years", plain_name="How long people live", decimals=1)
    make_plan(owner, slug="borough", title="The borough to 2035", starts_on=date(2025, 4, 1), ends_on=date(2035, 3, 31))
    plan = make_plan(
        owner, slug="fairer", title="Fairer for all: 2025 to 2029", vision="Nobody left out.\n\nNobody.",
        introduction="We will:\n- listen\n- act", level_names=["Equality Aim", "Priority"], action_name="Deed",
        measure_name="Mark", team=owner.team, parent=Plan.objects.get(slug="borough"), asks_heading="How you can help",
    )  # fmt: skip
    two = make_section(plan, owner, number="2", title="We act on what people tell us", text="Text; with | marks")
    inner = make_section(plan, owner, number="2.1", title="In every ward", parent=two)
    nine = make_section(plan, owner, number="9", title="Homes", level_name="Aim", text="# not a heading\n\nBut text.")
    tags = plan_actions.find_or_add_tags(names=["Young people", "Cost of living"], by=owner, at=NOW)
    plan_actions.set_tags(part=two, tags=tags, by=owner, at=NOW)
    links = [CrosswalkDocument("marmot", "1", "Best start"), CrosswalkDocument("health", "p-2", "Health: Priority 2")]
    plan_actions.set_crosswalks(part=nine, crosswalks=links, by=owner, at=NOW)
    partners = plan_actions.find_or_add_partners(names=["Age Together; North", "Alder Advice"], by=owner, at=NOW)
    ten = make_action(
        inner, owner, number="10", title="Bring young people in", description="Line one\nLine two\n\n- a point",
        council_role=CouncilRole.CONVENE, owner=owner, partners=partners, area_codes=["X05000001"], groups="16 to 24",
        budget_line="B-17", starts_on=date(2025, 5, 1), due_on=date(2027, 3, 31),
    )  # fmt: skip
    eleven = make_action(inner, owner, number="11", title="Build = deliver", owner_role="Director of Place")
    make_action(nine, owner, number="12a", title="Nobody’s yet")
    plan_actions.set_dependencies(action=eleven, waits_for=[ten], by=owner, at=NOW)
    first = plan_actions.add_milestone(action=ten, title="Agreed", due_on=date(2025, 9, 1), by=owner, at=NOW)
    plan_actions.add_milestone(action=ten, title="Begun", by=owner, at=NOW)
    plan_actions.complete_milestone(milestone=first, done_on=date(2025, 9, 3), by=owner, at=NOW)
    earlier = datetime(2026, 3, 1, 9, tzinfo=UTC)
    plan_actions.post_update(action=ten, text="Begun well", next_step="Go on", status=ActionStatus.ON_TRACK, by=owner,
                             at=earlier)  # fmt: skip
    plan_actions.post_update(
        action=ten, text="Two\nlines | here", status=ActionStatus.AT_RISK, reason="No money", by=owner,
        forecast=ActionStatus.MISSED, at=earlier + timedelta(days=40),
    )  # fmt: skip
    came = make_measure(ten, owner, number="10a", baseline_value=Decimal(0), baseline_on=date(2025, 4, 1),
                        source="Sheets", direction=Direction.UP)  # fmt: skip
    for value, day, reason in ((100, date(2025, 4, 2), ""), (Decimal("120.5"), date(2026, 2, 2), "It was too easy")):
        plan_actions.set_target(
            measure=came, value=Decimal(value), target_on=date(2027, 3, 31), decision="Cabinet, item 7", decided_on=day,
            reason=reason, by=owner, at=NOW,
        )  # fmt: skip
    plan_actions.record_reading(
        measure=came, on=date(2026, 3, 31), value=Decimal("40"), period="The year", by=owner, at=NOW
    )
    gap = make_measure(
        two, owner, kind=MeasureKind.INDICATOR, indicator=life, statistic=Statistic.GAP_WARDS, unit="years"
    )
    wards = [{"code": f"X0500000{number}", "name": f"Ward {number}"} for number in (1, 2)]
    monthly = make_measure(
        eleven, owner, kind=MeasureKind.CADENCE, unit="", cadence_every=Cadence.MONTH, cadence_each_place=True,
        cadence_places=wards, cadence_from=date(2026, 1, 1), cadence_reading="One in each ward.",
    )  # fmt: skip
    plan_actions.record_occurrence(measure=monthly, held_on=date(2026, 2, 3), place_code="X05000001", by=owner, at=NOW)
    places = make_measure(nine, owner, kind=MeasureKind.CAPACITY, unit="beds")
    plan_actions.record_reading(measure=places, on=date(2026, 3, 31), count=30, planned=20, by=owner, at=NOW)
    cohort = make_measure(nine, owner, kind=MeasureKind.FUNNEL, unit="", stages=["Referred", "Began", "In work"])
    plan_actions.record_reading(measure=cohort, on=date(2026, 3, 31), stage_counts=[90, 60, 20], by=owner, at=NOW)
    survey = make_measure(nine, owner, kind=MeasureKind.SURVEY, unit="", question="Can you influence decisions?")
    plan_actions.record_reading(
        measure=survey, on=date(2026, 3, 1), count=40, denominator=100, asked=400, by=owner, at=NOW
    )
    seen = make_measure(nine, owner, kind=MeasureKind.QUALITATIVE, unit="", baseline_note="They felt ignored")
    plan_actions.set_target(
        measure=seen, words="They feel heard", decision="Board", decided_on=date(2025, 5, 5), by=owner, at=NOW
    )
    plan_actions.add_ask(plan=plan, text="Tell us", section=two, how_to_label="Begin", how_to_url="https://example.org/a",
                         actions=[ten, eleven], by=owner, at=NOW)  # fmt: skip
    gone = plan_actions.add_ask(plan=plan, text="Taken out", by=owner, at=NOW)
    plan_actions.remove_part(part=gone, by=owner, at=NOW)
    plan_actions.add_ask(plan=plan, text="Third; of three", by=owner, at=NOW)
    plan_actions.add_difference(plan=plan, text="Longer lives", indicator=life, area_code="X01", by=owner, at=NOW)
    plan_actions.add_difference(plan=plan, text="Cleaner streets", section=nine, by=owner, at=NOW)
    plan_actions.add_achievement(
        plan=plan, text="A pantry", achieved_on=date(2025, 8, 1), source="Report", measure=came, section=two, by=owner,
        at=NOW,
    )  # fmt: skip
    assert gap.number
    return plan


def empty_the_site(plan):
    """The plan goes out of the way, as it never does in life: its address is given to the one that comes in."""
    Plan.objects.filter(pk=plan.pk).update(slug="the-old-one")


def people():
    return [Known(person.pk, person.name, person.email, person.job_title) for person in Person.objects.active()]


def bring_in(name, content, by, *, plan=None, at=LATER, is_dry_run=False, **settled):
    incoming = opening.take(
        opening.open_file(name, content), settled.pop("reading", opening.TableReading()),
        known=copy_plan(plan) if plan else None, on=at.date(),
    )  # fmt: skip
    known = replace(settle_known(incoming.owners.values(), people()), **settled)
    return plan_actions.bring_in(
        incoming=incoming,
        settled=known,
        file_name=name,
        content=content,
        plan=plan,
        is_dry_run=is_dry_run,
        by=by,
        at=at,
    )


@pytest.mark.parametrize("name", list(WRITERS))
def test_a_plan_exported_and_brought_into_an_empty_site_is_the_same(plan, owner, name):
    before, private = copy_plan(plan), plan_actions.read_private(plan)
    content = WRITERS[name](before, private)
    empty_the_site(plan)
    done = bring_in(name, content, owner)
    assert copy_plan(done.plan) == before
    assert plan_actions.read_private(done.plan) == private
    assert not ImportedNote.objects.exists()
    assert (done.source.added, done.source.changed) == (len(done.steps), 0)
    assert verify_chain().is_whole


@pytest.mark.parametrize("name", list(WRITERS))
def test_the_same_file_brought_back_changes_nothing(plan, owner, name):
    content = WRITERS[name](copy_plan(plan), plan_actions.read_private(plan))
    before = AuditEvent.objects.count()
    done = bring_in(name, content, owner, plan=plan)
    assert done.steps == ()
    assert AuditEvent.objects.count() == before + 1


def change(content, *pairs):
    text = content.decode()
    for before, after in pairs:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text.encode()


def test_a_file_that_comes_back_changed_is_previewed_and_then_each_change_is_an_audited_action(plan, owner):
    content = WRITERS["plan.yaml"](copy_plan(plan), plan_actions.read_private(plan))
    changed = change(
        content,
        ("due_on: '2027-03-31'\n  status: at risk", "due_on: end of June 2027\n  status: on track"),
        ("  reason: No money\n", "  reason: The money came\n"),
        ("  target: '120.5'", "  target: '150'"),
        ("  text: Cleaner streets", "  text: Much cleaner streets"),
    )
    before = copy_plan(plan)
    tried = bring_in(
        "plan.yaml", changed, owner, plan=plan, is_dry_run=True, decision="Cabinet", reason="We can do more"
    )
    assert copy_plan(plan) == before
    assert not PlanImport.objects.exists()
    told = {step.label.split(":")[0]: {each.name for each in step.changes} for step in tried.steps}
    assert told == {
        "Deed 10": {"Due on", "Status", "Reason"}, "Mark 10a": {"Target"}, "Difference 2": {"Text"},
    }  # fmt: skip
    noted = AuditEvent.objects.count()
    bring_in("plan.yaml", changed, owner, plan=plan, decision="Cabinet", reason="We can do more")
    verbs = list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))[noted:]
    assert verbs == [
        "changed", "changed", "updated", "set the target of", "brought a file into",
    ]  # fmt: skip
    content = copy_plan(plan)
    assert content.actions[0].due_on == date(2027, 6, 30)
    assert content.actions[0].progress.updates[0].text == "Brought in from plan.yaml."
    assert [(each.value, each.reason) for each in content.measures[0].targets][-1] == (Decimal(150), "We can do more")


def test_everything_or_nothing(plan, owner):
    content = WRITERS["plan.yaml"](copy_plan(plan), plan_actions.read_private(plan))
    wrong = change(content, ("  text: Cleaner streets", "  text: Cleaner"), ("  target: '120.5'", "  target: '150'"))
    before = copy_plan(plan)
    with pytest.raises(FileFault, match=r"plan\.yaml, line \d+: Mark 10a.*Say why the target changes"):
        bring_in("plan.yaml", wrong, owner, plan=plan)
    assert copy_plan(plan) == before
    assert not PlanImport.objects.exists()


def test_a_circle_of_waiting_actions_is_refused_with_its_place(plan, owner):
    content = WRITERS["plan.yaml"](copy_plan(plan), plan_actions.read_private(plan))
    circle = change(content, ("  budget_line: B-17\n", "  budget_line: B-17\n  waits_for: ['11']\n"))
    with pytest.raises(FileFault, match="Deed 10 would wait for Deed 11, which waits for Deed 10"):
        bring_in("plan.yaml", circle, owner, plan=plan)


def test_the_actions_as_csv_come_back_as_changes(plan, owner):
    content = workbook_form.write_csv(copy_plan(plan), ACTIONS, plan_actions.read_private(plan))
    assert bring_in("actions.csv", content, owner, plan=plan, is_dry_run=True).steps == ()
    changed = content.replace("Nobody’s yet".encode(), "Somebody’s now".encode())
    done = bring_in("actions.csv", changed, owner, plan=plan)
    assert [(step.number, step.names) for step in done.steps] == [("12a", {"title"})]


def test_who_and_what_is_not_here_is_listed_and_noted_and_never_made(plan, owner):
    content = WRITERS["plan.yaml"](copy_plan(plan), plan_actions.read_private(plan))
    empty_the_site(plan)
    strange = content.replace(owner.email.encode(), b"Nobody Known").replace(b"life-expectancy", b"no-such-indicator")
    strange = strange.replace(b"team: Policy and Equality", b"team: No Such Team")
    count = Person.objects.count()
    done = bring_in("plan.yaml", strange, owner)
    assert Person.objects.count() == count
    said = " ".join(str(doubt) for doubt in done.doubts)
    for words in ("“Nobody Known” has no account here", "no indicator “no-such-indicator”", "no team “No Such Team”"):
        assert said.count(words) == 1
    kept = {tuple(note.cells.items()) for note in ImportedNote.objects.all()}
    assert {(("Owner", "Nobody Known"),), (("Indicator", "no-such-indicator"),), (("Team", "No Such Team"),)} <= kept


def test_a_plan_is_only_brought_in_by_those_who_write_plans(plan, owner):
    content = WRITERS["plan.yaml"](copy_plan(plan), plan_actions.read_private(plan))
    for role in (Role.VIEWER, Role.CONTRIBUTOR, Role.ANALYST, Role.EDITOR):
        with pytest.raises(NotAllowed):
            bring_in("plan.yaml", content, make_person(role), plan=plan)


def test_a_plan_of_another_name_is_not_written_over(plan, owner):
    content = WRITERS["plan.yaml"](copy_plan(plan), plan_actions.read_private(plan))
    with pytest.raises(FileFault, match="is here already"):
        bring_in("plan.yaml", content, owner)
    other = make_plan(owner, slug="other")
    with pytest.raises(FileFault, match="The file is of the plan “fairer” and not of “other”"):
        bring_in("plan.yaml", content, owner, plan=other)
