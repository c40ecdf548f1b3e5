"""Did the promised thing happen: milestones down a line, each with its date and state in words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.publishing.charts.drawing import LINE_HEIGHT, Caption, Drawing, make_figure, wrap
from goldenthread.publishing.figures import Column, Figure, Table


class MilestoneState(StrEnum):
    """How a promise stands."""

    DONE = "done"
    LATE = "late"
    DUE = "not due yet"
    DROPPED = "dropped"


_STYLES = {
    MilestoneState.DONE: "fill-1",
    MilestoneState.LATE: "fill-4",
    MilestoneState.DUE: "hollow-1",
    MilestoneState.DROPPED: "hollow",
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One promised thing: when it was due, when it was done."""

    name: str
    due: date
    done: date | None = None
    is_dropped: bool = False

    def state(self, on: date) -> MilestoneState:
        """Return how it stands on a day."""
        if self.is_dropped:
            return MilestoneState.DROPPED
        if self.done is not None:
            return MilestoneState.DONE
        return MilestoneState.LATE if self.due < on else MilestoneState.DUE

    def words(self, on: date) -> str:
        """Return the state in words with its dates: "done 3 May 2026, 12 days late"."""
        state = self.state(on)
        if state is MilestoneState.DONE and self.done is not None:
            days = (self.done - self.due).days
            late = f", {days} {'day' if days == 1 else 'days'} after it was due" if days > 0 else ", on time"
            return f"Done {date_in_full(self.done)}{late}"
        if state is MilestoneState.LATE:
            return f"Late: due {date_in_full(self.due)}"
        if state is MilestoneState.DROPPED:
            return f"Dropped: was due {date_in_full(self.due)}"
        return f"Due {date_in_full(self.due)}"


def date_in_full(day: date) -> str:
    """Return "3 May 2026"."""
    return f"{day.day} {day:%B %Y}"


def milestone_line(caption: Caption, milestones: list[Milestone], *, on: date) -> Figure:
    """Return the milestones in order of their due date, with a line where `on` falls."""
    if not milestones:
        raise ValueError("There is no milestone to draw: say in words that none was set.")
    ordered = sorted(milestones, key=lambda milestone: milestone.due)

    def draw(drawing: Drawing) -> float:
        return _draw(drawing, ordered, on)

    told = "; ".join(f"{item.name}: {item.words(on)}" for item in ordered)
    table = Table(
        caption.title,
        (Column("Milestone"), Column("Due"), Column("Done"), Column(f"State on {date_in_full(on)}")),
        tuple(
            (item.name, date_in_full(item.due), date_in_full(item.done) if item.done else "", item.state(on).value)
            for item in ordered
        ),
        caption.source,
    )
    return make_figure(caption, f"Line of {len(ordered)} milestones in order of date. {told}.", table, draw)


def _draw(drawing: Drawing, ordered: list[Milestone], on: date) -> float:
    layout = drawing.layout
    size = layout.text
    x = 12.0
    y = size * 1.3
    marks: list[tuple[float, MilestoneState]] = []
    today_drawn = False
    top = y - size * 0.33
    for item in ordered:
        if not today_drawn and item.due >= on:
            y = _draw_today(drawing, x, y, on)
            today_drawn = True
        marks.append((y - size * 0.33, item.state(on)))
        y = drawing.lines(34, y, wrap(item.name, layout.width - 38, size), "strong")
        y = drawing.lines(34, y, wrap(item.words(on), layout.width - 38, size))
        y += size * 0.7
    if not today_drawn:
        y = _draw_today(drawing, x, y, on)
    drawing.elements.insert(0, f'<path class="gt-c-link" d="M{x:g} {top:g}V{y - size * 1.6:g}"/>')
    for mark_y, state in marks:
        if state is MilestoneState.LATE:
            drawing.diamond(x, mark_y, 10, _STYLES[state])
        else:
            drawing.circle(x, mark_y, 8, _STYLES[state])
        if state is MilestoneState.DONE:
            drawing.polyline([(x - 4, mark_y), (x - 1, mark_y + 3.5), (x + 4, mark_y - 3)], "tick")
        elif state is MilestoneState.DROPPED:
            drawing.line(x - 5, mark_y + 5, x + 5, mark_y - 5, "axis")
    return y - size * LINE_HEIGHT


def _draw_today(drawing: Drawing, x: float, y: float, on: date) -> float:
    size = drawing.layout.text
    drawing.line(x - 10, y - size * 0.33, 30, y - size * 0.33, "reference")
    drawing.text(34, y, f"Today, {date_in_full(on)}", "muted")
    return y + size * (LINE_HEIGHT + 0.7)
