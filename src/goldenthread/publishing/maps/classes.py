"""Values into a few classes, and what the classes are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.publishing.numbers import format_number, format_plain

MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Classes:
    """Upper ends of the classes, lowest first; the last holds everything above."""

    edges: tuple[float, ...]  # one fewer than the classes
    lowest: float
    highest: float

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.edges) + 1

    def of(self, value: float) -> int:
        """Return the class of a value, 1 for the lowest."""
        return 1 + sum(value > edge for edge in self.edges)

    def shade(self, number: int) -> int:
        """Return the shade (1 to 5) of a class, spread over the palette when there are fewer than five."""
        return 3 if self.count == 1 else 1 + round((number - 1) * (MOST_CLASSES - 1) / (self.count - 1))

    def words(self, number: int, unit: str, decimals: int) -> str:
        """Return a class in words: "up to 8.2%", "8.2% to 12.0%", "more than 30.1%"."""
        if self.count == 1:
            return format_number(self.lowest, unit, decimals)
        if number == 1:
            return f"up to {format_number(self.edges[0], unit, decimals)}"
        if number == self.count:
            return f"more than {format_number(self.edges[-1], unit, decimals)}"
        lower = format_plain(self.edges[number - 2], decimals)
        return f"more than {lower} to {format_number(self.edges[number - 1], unit, decimals)}"


def make_classes(values: Sequence[float], *, count: int = MOST_CLASSES, decimals: int = 1) -> Classes:
    """Return classes with about equally many areas each; edges are rounded as they are printed, each only once."""
    if not values:
        raise ValueError("There is no value to map: say in words why, instead of drawing an empty map.")
    ordered = sorted(values)
    edges: list[float] = []
    for part in range(1, count):
        edge = round(ordered[max(-(-len(ordered) * part // count) - 1, 0)], decimals)
        if edge < ordered[-1] and edge >= ordered[0] and (not edges or edge > edges[-1]):
            edges.append(edge)
    return Classes(tuple(edges), ordered[0], ordered[-1])
