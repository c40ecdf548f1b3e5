"""A relation between models points down a floor or stays inside its room.

import-linter cannot see a foreign key that is given as text, so this walks the models themselves.
"""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def floors() -> dict[str, int]:
    """Return the floor of each room, 0 the highest, as the import contract in pyproject.toml says it."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name.strip(" ()"): floor for floor, layer in enumerate(layers) for name in layer.split("|")}


def room_of(model: type) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "goldenthread" else None


def test_relations_point_down() -> None:
    height = floors()
    looked_at, guilty = 0, []
    for model in apps.get_models(include_auto_created=True):
        room = room_of(model)
        if room is None:
            continue
        for field in model._meta.get_fields():
            if field.auto_created or not field.is_relation or field.related_model is None:
                continue
            target = room_of(field.related_model)
            if target is None or target == room:
                continue
            looked_at += 1
            if height[target] <= height[room]:
                guilty.append(f"{model.__name__}.{field.name} in {room} points at {target}")
    assert looked_at > 5
    assert not guilty, "; ".join(guilty)


def test_the_audit_log_outlives_what_it_tells_of() -> None:
    event = apps.get_model("accounts", "AuditEvent")
    assert not [field.name for field in event._meta.get_fields() if field.is_relation]
