"""`goldenthread-site plan import` and `plan export` do on the terminal what the pages do."""

import pytest
from tests.factories.plans import make_action, make_person, make_plan, make_section
from typer.testing import CliRunner

from goldenthread.accounts.roles import Role
from goldenthread.plan.models import Action, PlanImport
from goldenthread.project import console

pytestmark = pytest.mark.django_db

LIST = "Ref,Action,Lead,Due\n1,Hold surgeries,{name},end of March 2026\n"


@pytest.fixture(autouse=True)
def this_site(monkeypatch):
    """The tests' own settings instead of a council's."""
    monkeypatch.setattr(console, "own_site", lambda: None)


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER, name="Maryam Oyelaran")


def run(*words):
    return CliRunner().invoke(console.app, ["plan", *map(str, words)])


def test_a_list_is_tried_and_then_brought_in(owner, tmp_path):
    make_plan(owner, slug="fair", title="A fairer place")
    file = tmp_path / "list.csv"
    file.write_text(LIST.format(name=owner.name), encoding="utf-8")
    tried = run("import", file, "--plan", "fair", "--by", owner.email, "--dry-run")
    assert tried.exit_code == 0
    assert "Due: due" in tried.output
    assert "2 parts would be added and 0 changed in “A fairer place”" in tried.output
    assert not Action.objects.exists()
    done = run("import", file, "--plan", "fair", "--by", owner.email)
    assert "2 parts were added" in done.output
    assert Action.objects.get().owner == owner


def test_a_fault_ends_it_with_its_place_and_nothing_is_kept(owner, tmp_path):
    make_plan(owner, slug="fair")
    file = tmp_path / "list.csv"
    file.write_text(LIST.format(name="x").replace("end of March 2026", "31/02/26"), encoding="utf-8")
    done = run("import", file, "--plan", "fair", "--by", owner.email)
    assert done.exit_code == 1
    assert "list.csv, row 2, column “Due”: “31/02/26” is not a day that exists." in done.output
    assert not PlanImport.objects.exists()


def test_a_plan_is_taken_away_and_brought_back(owner, tmp_path):
    plan = make_plan(owner, slug="fair", title="A fairer place")
    action = make_action(make_section(plan, owner), owner, title="Hold surgeries")
    file = tmp_path / "fair.yaml"
    assert run("export", "fair", file).exit_code == 0
    file.write_text(file.read_text(encoding="utf-8").replace("Hold surgeries", "Hold more surgeries"), encoding="utf-8")
    done = run("import", file, "--plan", "fair", "--by", owner.email)
    assert "0 parts were added and 1 changed" in done.output
    action.refresh_from_db()
    assert action.title == "Hold more surgeries"


@pytest.mark.parametrize(
    "words", [("export", "nowhere", "x.yaml"), ("export", "fair", "x.exe"), ("export", "fair", "x.yaml", "--published"),
              ("import", "missing.csv", "--by", "a@example.org")],
)  # fmt: skip
def test_what_cannot_be_done_ends_in_a_sentence(owner, words):
    make_plan(owner, slug="fair")
    done = run(*words)
    assert done.exit_code == 1
    assert not isinstance(done.exception, (ValueError, OSError, AttributeError))


def test_only_those_who_write_plans_bring_them_in(owner, tmp_path):
    make_plan(owner, slug="fair")
    file = tmp_path / "list.csv"
    file.write_text(LIST.format(name="x"), encoding="utf-8")
    viewer = make_person(Role.VIEWER)
    assert run("import", file, "--plan", "fair", "--by", viewer.email).exit_code == 1
    assert run("import", file, "--plan", "fair", "--by", "nobody@example.org").exit_code == 1
    assert not PlanImport.objects.exists()
