"""The characteristics that values are broken down by, and the names of their groups."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from goldenthread.definitions.reading import DefinitionError, check_keys, read_date, read_mapping, read_text, read_texts

FILE = Path(__file__).parent / "characteristics.yaml"
BASES = ("Equality Act 2010", "circumstance", "place")


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a characteristic."""

    name: str  # as it stands in the tables of the engine
    also: tuple[str, ...]  # how publishers write the same group


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A characteristic such as sex or ethnicity, and its groups in the order they are shown."""

    slug: str  # as it stands in the tables of the engine
    name: str
    plain_name: str
    basis: str  # "Equality Act 2010" for a protected characteristic, else "circumstance" or "place"
    is_ordered: bool  # do the groups run from worse off to better off
    note: str
    groups: tuple[Group, ...]

    @property
    def is_protected(self) -> bool:
        """Whether the Equality Act 2010 protects people from discrimination because of it."""
        return self.basis == "Equality Act 2010"

    def group_named(self, text: str) -> str | None:
        """Return our name of the group a publisher calls `text`, or None where it is not known."""
        wanted = _folded(text)
        for group in self.groups:
            if wanted == _folded(group.name) or wanted in map(_folded, group.also):
                return group.name
        return None


@cache
def load_characteristics() -> dict[str, Characteristic]:
    """Return the characteristics by slug, in the order of ``characteristics.yaml``."""
    return read_characteristics_file(FILE)


def read_characteristics_file(file: Path) -> dict[str, Characteristic]:
    """Return the characteristics of one file, or raise a DefinitionError that names it."""
    content = read_mapping(file, {"reviewed", "characteristics"})
    read_date(file, "the file", content, "reviewed")
    entries = content["characteristics"]
    if not isinstance(entries, dict):
        raise DefinitionError(file, "'characteristics' should be a mapping of slugs to characteristics.")
    return {slug: _make_characteristic(file, slug, entry) for slug, entry in entries.items()}


def _make_characteristic(file: Path, slug: str, entry: Any) -> Characteristic:
    where = f"characteristic '{slug}'"
    if not isinstance(entry, dict):
        raise DefinitionError(file, f"In {where}, there should be a mapping.")
    check_keys(file, where, entry, {"name", "plain_name", "basis", "is_ordered", "note", "groups"}, set())
    basis = read_text(file, where, entry, "basis")
    if basis not in BASES:
        raise DefinitionError(file, f"In {where}, 'basis' is '{basis}'; it should be one of {', '.join(BASES)}.")
    if not isinstance(entry["is_ordered"], bool):
        raise DefinitionError(file, f"In {where}, 'is_ordered' should be true or false.")
    if not isinstance(entry["groups"], list):
        raise DefinitionError(file, f"In {where}, 'groups' should be a list.")
    groups = tuple(_make_group(file, where, group) for group in entry["groups"])
    names = [_folded(name) for group in groups for name in (group.name, *group.also)]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise DefinitionError(file, f"In {where}, the group name '{repeated[0]}' stands for two groups.")
    return Characteristic(
        slug=slug,
        name=read_text(file, where, entry, "name"),
        plain_name=read_text(file, where, entry, "plain_name"),
        basis=basis,
        is_ordered=entry["is_ordered"],
        note=read_text(file, where, entry, "note"),
        groups=groups,
    )


def _make_group(file: Path, where: str, entry: Any) -> Group:
    if isinstance(entry, str):
        return Group(entry, ())
    if not isinstance(entry, dict):
        raise DefinitionError(file, f"In {where}, a group should be a name, or have a name and 'also'.")
    check_keys(file, f"a group of {where}", entry, {"name", "also"}, set())
    return Group(read_text(file, where, entry, "name"), read_texts(file, where, entry, "also"))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
