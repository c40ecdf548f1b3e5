"""The places most like this one, by the official models, and their values."""

from dataclasses import dataclass

from goldenthread.engine.questions.area_values import AreaValue


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of the places most like this one."""

    position: int  # 1 is nearest
    code: str
    name: str
    model: str
    value: AreaValue | None
