"""What bringing a file in would do: part by part what is new and what differs from the plan as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from goldenthread.plan import documents
from goldenthread.plan.comparison import FieldChange, write
from goldenthread.plan.importing import form
from goldenthread.plan.importing.incoming import Incoming, Key, PartKind, Where
from goldenthread.plan.importing.names import Known, propose_people
from goldenthread.plan.importing.records import Private

#: Here a list says which, not in what order.
_UNORDERED = frozenset({"partners", "tags", "crosswalks", "waits_for", "action_numbers", "area_codes"})
_OF_PROGRESS = frozenset({"status", "status_reason", "forecast", "milestones", "updates"})
_OF_CADENCE = frozenset({"every", "in_each_place", "places", "begins_on", "reading"})
#: What is only ever added to: nothing that was recorded goes away because a file does not have it.
SERIES = frozenset({"milestones", "updates", "targets", "figures", "dates_held"})


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person has settled about a file: who is who, and what decided the targets that change.

    Of each spelling `people` gives the key of an account; `posts` are shown as roles. Whoever is in neither leads
    nothing: the name is kept as a note. `teams` (in small letters) and `indicators` are those that are here.
    """

    people: Mapping[str, int] = field(default_factory=dict)
    posts: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One part that is new or differs, with the names of what does."""

    key: Key
    label: str
    is_new: bool
    changes: tuple[FieldChange, ...]
    names: frozenset[str]
    where: Where

    @property
    def kind(self) -> PartKind:
        """The kind of part."""
        return self.key[0]

    @property
    def number(self) -> str:
        """Its number."""
        return self.key[1]


def find_steps(
    incoming: Incoming, known: documents.PlanContent | None, private: Private, settled: Settled
) -> tuple[Step, ...]:
    """Every part that is new or differs, in the order in which they are written."""
    return tuple(_find_steps(incoming, known, private, settled))


def count_left(incoming: Incoming, known: documents.PlanContent) -> int:
    """How many parts of the plan the file does not speak of; they are left as they are."""
    return sum(key not in incoming.says for key, _ in parts_of(known))


def settle_known(owners: Iterable[str], known: Sequence[Known]) -> Settled:
    """What is certain about owners without asking: e-mail addresses, and names that only one account has."""
    people = {}
    posts = set()
    for proposal in propose_people(owners, known):
        for spelling in proposal.spellings:
            if proposal.key is not None:
                people[spelling] = proposal.key
            elif proposal.is_post:
                posts.add(spelling)
    return Settled(people=people, posts=frozenset(posts))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a file names and the site does not have. It is never invented: the words are kept as a note."""

    key: Key
    heading: str
    words: str
    where: Where

    @property
    def sentence(self) -> str:
        """What that means, for whoever brings the file in."""
        return _LEFT_OUT[self.heading].format(words=self.words)


_LEFT_OUT = {
    "Owner": "“{words}” has no account here, so nobody leads this by that name; it is kept as a note.",
    "Team": "There is no team “{words}” here; the name is kept as a note.",
    "Indicator": "The evidence here has no indicator “{words}”, so nothing is bound to it; it is kept as a note.",
}


def find_left_out(incoming: Incoming, settled: Settled) -> tuple[LeftOut, ...]:
    """Owners, teams and indicators that the file names and the site does not have, wherever they stand."""
    found = []
    for key, words in incoming.owners.items():
        if words not in settled.people and words not in settled.posts:
            found.append(LeftOut(key, "Owner", words, incoming.places[key]))
    parts: Iterable[tuple[Key, Any]] = [((PartKind.PLAN, ""), incoming.content.plan), *parts_of(incoming.content)]
    for key, part in parts:
        names = incoming.says.get(key, frozenset())
        team, indicator = getattr(part, "team", ""), getattr(part, "indicator_slug", "")
        if team and "team" in names and team.casefold() not in settled.teams:
            found.append(LeftOut(key, "Team", team, incoming.places[key]))
        if indicator and "indicator_slug" in names and indicator not in settled.indicators:
            found.append(LeftOut(key, "Indicator", indicator, incoming.places[key]))
    return tuple(found)


def parts_of(content: documents.PlanContent) -> Iterator[tuple[Key, Any]]:
    """Every part of a plan by its kind and number, in the order in which they are written."""
    kinds: tuple[tuple[PartKind, Sequence[Any]], ...] = (
        (PartKind.AIM, content.sections),
        (PartKind.ACTION, content.actions),
        (PartKind.MEASURE, content.measures),
        (PartKind.ASK, content.asks),
        (PartKind.DIFFERENCE, content.differences),
        (PartKind.ACHIEVEMENT, content.achievements),
    )
    for kind, parts in kinds:
        for part in parts:
            yield (kind, part.number), part


def _find_steps(
    incoming: Incoming, known: documents.PlanContent | None, private: Private, settled: Settled
) -> Iterator[Step]:
    if incoming.is_whole:
        key: Key = (PartKind.PLAN, "")
        yield from _step(incoming, key, known.plan if known else None, incoming.content.plan, private, settled)
    were = dict(parts_of(known)) if known else {}
    for key, part in parts_of(incoming.content):
        yield from _step(incoming, key, were.get(key), part, private, settled)


def _step(incoming: Incoming, key: Key, before: Any, after: Any, private: Private, settled: Settled) -> Iterator[Step]:
    said = _widen(incoming.says.get(key, frozenset()))
    was, is_now = (_flat(before) if before is not None else {}), _flat(after)
    if key[0] in (PartKind.ACTION, PartKind.MEASURE):
        _add_private(was, is_now, key, incoming, private, settled)
        said |= {"owner_role"} if incoming.owners.get(key) in settled.posts else set()
    if is_now.get("team") and is_now["team"].casefold() not in settled.teams:
        is_now["team"] = was.get("team", "")
    if is_now.get("indicator_slug") and is_now["indicator_slug"] not in settled.indicators:
        is_now |= {name: was.get(name, "") for name in ("indicator_slug", "statistic")}
    changed = [name for name in is_now if name in said and _differs(name, was.get(name), is_now[name])]
    label = _label(incoming.content.plan, key, after)
    where = incoming.places.get(key, Where(""))
    if before is None:
        yield Step(key, label, True, (), frozenset(said), where)
    elif changed:
        changes = []
        for name in changed:
            was_written, is_now_written = _write(name, was.get(name), is_now[name])
            changes.append(FieldChange(_heading(key[0], name), was_written, is_now_written))
        yield Step(key, label, False, tuple(changes), frozenset(changed), where)


def _widen(names: frozenset[str]) -> set[str]:
    """The names with what they stand for: progress for all of it, one field of a cadence for the whole."""
    wide = set(names)
    if "progress" in wide:
        wide |= _OF_PROGRESS
    if wide & _OF_CADENCE:
        wide.add("cadence")
    return wide


def _flat(part: Any) -> dict[str, Any]:
    """What a part says by name, progress laid out beside the rest."""
    flat: dict[str, Any] = {}
    for each in fields(part):
        value = getattr(part, each.name)
        if isinstance(value, documents.ActionProgress):
            flat |= {name: getattr(value, name) for name in sorted(_OF_PROGRESS)}
        elif isinstance(value, documents.MeasureProgress):
            flat |= {"figures": value.readings, "dates_held": value.occurrences}
        else:
            flat[each.name] = value
    return flat


def _add_private(
    was: dict[str, Any], is_now: dict[str, Any], key: Key, incoming: Incoming, private: Private, settled: Settled
) -> None:
    words = incoming.owners.get(key, "")
    was["owner"] = private.owners.get(key, "")
    is_now["owner"] = words
    if words in settled.posts and key[0] is PartKind.ACTION:
        is_now["owner_role"], is_now["owner"] = words, was["owner"]
    elif words and words not in settled.people:
        is_now["owner"] = was["owner"]  # nobody of this name has an account: whoever leads it stays
    elif words and settled.people[words] == settled.people.get(was["owner"]):
        is_now["owner"] = was["owner"]
    if key[0] is PartKind.ACTION:
        was["budget_line"] = private.budget_lines.get(key[1], "")
        is_now["budget_line"] = incoming.budget_lines.get(key[1], "")


def _differs(name: str, before: Any, after: Any) -> bool:
    if name in SERIES:
        return any(item not in (before or ()) for item in after)
    if name in _UNORDERED:
        return sorted(_names(before or ())) != sorted(_names(after))
    return bool((before if before is not None else "") != (after if after is not None else ""))


def _names(items: Iterable[Any]) -> list[str]:
    return [item.name if isinstance(item, documents.TagDocument) else write(item) for item in items]


def _write(name: str, before: Any, after: Any) -> tuple[str, str]:
    if name in SERIES:
        new = [item for item in after if item not in (before or ())]
        return f"{len(before or ())} recorded", "and: " + "; ".join(write(item) for item in new)
    if name == "tags":
        return write(tuple(_names(before or ()))), write(tuple(_names(after)))
    return write(before), write(after)


def _heading(kind: PartKind, name: str) -> str:
    part = next((part for part in form.PARTS if part.kind is kind), form.PLAN)
    found = next((each.heading for each in part.fields if each.name == name), "")
    words = name.replace("_", " ")
    return found or words[:1].upper() + words[1:]


def _label(plan: documents.PlanDocument, key: Key, part: Any) -> str:
    if key[0] is PartKind.PLAN:
        return f"The plan itself: {part.title}"
    words = {PartKind.ACTION: plan.action_name, PartKind.MEASURE: plan.measure_name}
    title = part.title if hasattr(part, "title") else part.text
    if isinstance(part, documents.SectionDocument):
        return f"{part.level_name or 'Aim'} {part.number}: {title}"
    return f"{words.get(key[0], key[0].singular.capitalize())} {part.number}: {title}"
