"""Reads a YAML file of definitions strictly: a key written twice, missing or misspelt is an error naming the file."""

from collections.abc import Hashable, Mapping, Set
from datetime import date
from pathlib import Path
from typing import Any

import yaml


class DefinitionError(ValueError):
    """A definition is wrong; the message names the file, the entry and what to do."""

    def __init__(self, file: Path, sentence: str) -> None:
        super().__init__(f"{file.name}: {sentence}")
        self.file = file


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that is written twice, which YAML would otherwise let the last one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return the mapping, or raise where a key occurs twice."""
        seen: set[str] = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key_node.value}' is written twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


def read_mapping(file: Path, required: Set[str], optional: Set[str] = frozenset()) -> dict[str, Any]:
    """Return the content of a YAML file whose top level has the required keys and none beside the optional."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        raise DefinitionError(file, f"There is no such file in {file.parent.name}/.") from None
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise DefinitionError(file, f"Line {line} is not valid YAML: {problem.problem}. Mend it.") from None
    if not isinstance(content, dict):
        raise DefinitionError(file, "The file should be a mapping of names to values, and it is not.")
    check_keys(file, "the file", content, required, optional)
    return content


def check_keys(file: Path, where: str, entry: Mapping[str, Any], required: Set[str], optional: Set[str]) -> None:
    """Raise a DefinitionError where a required key is missing or an unknown one is present."""
    missing = sorted(required - entry.keys())
    if missing:
        raise DefinitionError(file, f"In {where}, {_listed(missing)} missing. Every definition must be complete.")
    unknown = sorted(str(key) for key in entry.keys() - required - optional)
    if unknown:
        raise DefinitionError(file, f"In {where}, {_listed(unknown)} not known. Check the spelling.")


def read_text(file: Path, where: str, entry: Mapping[str, Any], key: str) -> str:
    """Return the text under a key, on one line; raise where it is empty or no text."""
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise DefinitionError(file, f"In {where}, '{key}' should be text and is {value!r}.")
    return " ".join(value.split())


def read_texts(file: Path, where: str, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the list of texts under a key; raise where it is no list or an item is no text."""
    value = entry[key]
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise DefinitionError(file, f"In {where}, '{key}' should be a list of texts and is {value!r}.")
    return tuple(" ".join(item.split()) for item in value)


def read_date(file: Path, where: str, entry: Mapping[str, Any], key: str) -> date:
    """Return the date under a key; raise where it is none."""
    value = entry[key]
    if not isinstance(value, date):
        raise DefinitionError(file, f"In {where}, '{key}' should be a date such as 2026-04-30 and is {value!r}.")
    return value


def _listed(names: list[str]) -> str:
    quoted = ", ".join(f"'{name}'" for name in names)
    return f"{quoted} {'is' if len(names) == 1 else 'are'}"
