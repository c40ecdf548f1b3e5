"""What waits for what: an action can wait for others, never, through however many, for itself."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def find_circle(waits_for: Mapping[Key, Iterable[Key]], start: Key) -> tuple[Key, ...]:
    """The way from `start` back to itself, both ends named; empty where there is none."""
    came_from: dict[Key, Key] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for there in waits_for.get(here, ()):
            if there == start:
                way = [start, here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return ()
