"""What a part is linked to: themes, other frameworks and strategies, and the actions it has to wait for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from goldenthread.accounts.models import Person
from goldenthread.plan import permissions
from goldenthread.plan.actions.keeping import keep, lock, lock_for_writing, write_down
from goldenthread.plan.dependencies import find_circle
from goldenthread.plan.documents import CrosswalkDocument
from goldenthread.plan.models import Action, Crosswalk, Section, Tag
from goldenthread.plan.states import NotPossible


@transaction.atomic
def find_or_add_tags(*, names: Iterable[str], by: Person, at: datetime) -> list[Tag]:
    """The themes of these names; those nobody has named before are added."""
    permissions.check_can_edit_plans(by)
    tags = []
    for name in dict.fromkeys(name.strip() for name in names if name.strip()):
        slug = slugify(name)[:80] or "theme"
        tag = Tag.objects.filter(name__iexact=name).first() or Tag.objects.filter(slug=slug).first()
        if tag is None:
            tag = Tag(slug=slug, name=name)
            tag.full_clean()
            tag.save()
            write_down("added the theme", tag, by=by, at=at)
        tags.append(tag)
    return tags


@transaction.atomic
def set_crosswalks(
    *, part: Section | Action, crosswalks: Sequence[CrosswalkDocument], by: Person, at: datetime
) -> None:
    """Say which items of frameworks, duties and other strategies a part answers to: these, and no others."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(part.plan, by=by, at=at)
    lock(part)
    wanted = {(each.framework, each.code): each.name for each in crosswalks}
    known = {(each.framework, each.code): each for each in part.crosswalks.all()}
    before = sorted(f"{each.framework} {each.code}" for each in known.values())
    for key, crosswalk in known.items():
        if wanted.get(key) != crosswalk.name:
            crosswalk.delete()
    for (framework, code), name in wanted.items():
        earlier = known.get((framework, code))
        if earlier is not None and earlier.name == name:
            continue
        crosswalk = Crosswalk(
            section=part if isinstance(part, Section) else None,
            action=part if isinstance(part, Action) else None,
            framework=framework,
            code=code,
            name=name,
        )
        crosswalk.full_clean()
        crosswalk.save()
    after = sorted(f"{framework} {code}" for framework, code in wanted)
    if {key: each.name for key, each in known.items()} != wanted:
        keep(part, by=by, at=at)
        write_down("linked", part, by=by, at=at, before={"answers_to": before}, after={"answers_to": after})


@transaction.atomic
def set_dependencies(*, action: Action, waits_for: Iterable[Action], by: Person, at: datetime) -> None:
    """Say which actions of the plan have to be done first: these, and no others. Nothing can wait for itself."""
    permissions.check_can_edit_plans(by)
    plan = lock_for_writing(action.plan, by=by, at=at)
    lock(action)
    wanted = list(waits_for)
    for other in wanted:
        if other.plan_id != plan.pk or other.removed_at is not None:
            raise NotPossible(f"{other} is not in this plan. An action can only wait for actions of its own plan.")
    before = sorted(action.waits_for.values_list("number", flat=True))
    edges: dict[str, list[str]] = defaultdict(list)
    pairs = Action.objects.filter(plan=plan).exclude(pk=action.pk).exclude(waits_for=None)
    for number, first in pairs.values_list("number", "waits_for__number"):
        edges[number].append(first)
    edges[action.number] = [other.number for other in wanted]
    circle = find_circle(edges, action.number)
    if circle:
        way = ", which waits for ".join(f"{plan.action_name} {number}" for number in circle[1:])
        raise NotPossible(f"{plan.action_name} {action.number} would wait for {way}. Take one of them out.")
    action.waits_for.set(wanted)
    after = sorted(other.number for other in wanted)
    if before != after:
        keep(action, by=by, at=at)
        write_down("set what comes before", action, by=by, at=at, before={"first": before}, after={"first": after})
