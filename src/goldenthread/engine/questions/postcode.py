"""Which areas a postcode lies in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldenthread.engine.errors import QuestionError
from goldenthread.engine.questions.areas import Area, area, parents
from goldenthread.engine.store import Snapshot

#: A postcode's outward code, then a digit and two letters: the documented form of a full UK postcode.
FULL_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")


@dataclass(frozen=True, slots=True)
class PostcodeAreas:
    """The areas of a postcode, as far as the postcode directory and the snapshot know them."""

    postcode: str  # in its usual form, with a space
    in_place: bool
    small_area: Area | None
    neighbourhood: Area | None
    ward: Area | None
    district: Area | None


def normalised(text: str) -> str:
    """A postcode without spaces and in capitals; raises QuestionError where it is not one."""
    compact = re.sub(r"[\s\-.]", "", text).upper()
    if not FULL_POSTCODE.fullmatch(compact):
        raise QuestionError(f"“{text.strip()[:20]}” is not a full postcode. A full postcode looks like SK1 3XE.")
    return compact


def postcode(snapshot: Snapshot, text: str) -> PostcodeAreas | None:
    """The areas a postcode lies in, or None where the postcode directory of the snapshot does not hold it."""
    compact = normalised(text)

    def question(table: Callable[[str], Any]) -> Any:
        directory = table("postcodes")
        return directory.filter(directory.postcode == compact)

    rows = snapshot.ask(question).to_pylist()
    if not rows:
        return None
    row = rows[0]
    small = _known(snapshot, row["lsoa21"])
    above = {each.kind: each for each, _ in parents(snapshot, small.code)} if small else {}
    ward = _known(snapshot, row["ward24"]) or above.get("ward24")
    district = _known(snapshot, row["district"]) or above.get("district")
    return PostcodeAreas(
        postcode=f"{compact[:-3]} {compact[-3:]}",
        in_place=any(each is not None and each.in_place for each in (small, ward, district)),
        small_area=small,
        neighbourhood=above.get("locality") or above.get("msoa21"),
        ward=ward,
        district=district,
    )


def has_postcodes(snapshot: Snapshot) -> bool:
    """Whether the snapshot holds a postcode directory at all."""
    return bool(snapshot.ask(lambda table: table("postcodes").limit(1)).num_rows)


def _known(snapshot: Snapshot, code: str | None) -> Area | None:
    if code is None:
        return None
    try:
        return area(snapshot, code)
    except QuestionError:
        return None
