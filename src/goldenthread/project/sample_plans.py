"""Alderbrook's other plans, brought in from files as a council would bring its own; what links the first to them."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from goldenthread.accounts import actions as account_actions
from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.importing.names import Known
from goldenthread.plan.importing.steps import settle_known
from goldenthread.plan.importing.yaml_form import read_yaml
from goldenthread.plan.models import Partner, Plan
from goldenthread.plan.places import find_places
from goldenthread.project.sign_ins import SignIn

COLDEST = ("Abbey Fold", "Chantry", "Harrow Mill")
PARTNER = "Alder Advice"
BOROUGH, HOMES = "borough_plan.yaml", "homes_plan.yaml"


def bring_in_and_publish(name: str, *, owner: Person, administrator: Person, at: datetime) -> Plan:
    """Bring a plan of the sample in from its file, and publish it."""
    content = (files("goldenthread.samples.alderbrook") / name).read_bytes()
    incoming = read_yaml(name, content)
    known = [Known(each.pk, each.name, each.email, each.job_title) for each in Person.objects.active()]
    settled = settle_known(incoming.owners.values(), known)
    done = plan_actions.bring_in(incoming=incoming, settled=settled, file_name=name, content=content, by=owner, at=at)
    plan = plan_actions.submit_for_review(plan=done.plan, by=owner, at=at)
    plan_actions.publish(plan=plan, by=administrator, at=at, note="First edition")
    return plan


def link_actions(plan: Plan, *, by: Person, at: datetime) -> None:
    """Say which action of the first plan has to wait for which, what runs across it, and where one happens."""
    first, second, third = plan.actions.current()[:3]
    plan_actions.set_dependencies(action=second, waits_for=[first], by=by, at=at)
    for action, names in ((first, ["Cost of living"]), (third, ["Young people"])):
        tags = plan_actions.find_or_add_tags(names=names, by=by, at=at)
        plan_actions.set_tags(part=action, tags=tags, by=by, at=at)
    warm_homes = plan.actions.current().get(title__contains="coldest rented homes")
    plan_actions.edit_action(action=warm_homes, changes={"area_codes": find_places(COLDEST)}, by=by, at=at)


def let_a_partner_sign_in(*, owner: Person, administrator: Person, password: str, at: datetime) -> SignIn:
    """Give a partner's people a team of their own, so that they update what names them. Returns how one signs in."""
    team = account_actions.add_team(name=PARTNER, is_partner=True, by=administrator, at=at)
    person = account_actions.invite(
        email="updates@alder-advice.example",
        name="Nell Farraday",
        roles={Role.CONTRIBUTOR},
        team=team,
        job_title="Advice Manager",
        send=False,
        by=administrator,
        at=at,
    )
    account_actions.accept_invitation(person=person, password=password, at=at)
    plan_actions.set_partner_team(partner=Partner.objects.get(name=PARTNER), team=team, by=owner, at=at)
    return SignIn("partner", person.email, password)
