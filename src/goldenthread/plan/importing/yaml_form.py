"""A plan as YAML: for keeping beside other text, for reading what changed, for taking to another site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

import yaml

from goldenthread.plan import documents
from goldenthread.plan.importing import form
from goldenthread.plan.importing.form import PartForm
from goldenthread.plan.importing.incoming import FileFault, Incoming, Remark, Where
from goldenthread.plan.importing.records import (
    Private,
    Reader,
    Written,
    make_plan_record,
    make_records,
)
from goldenthread.plan.importing.values import write_number

LARGEST_BYTES = 5_000_000
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the quick one where the machine has it


def write_yaml(content: documents.PlanContent, private: Private | None = None) -> str:
    """The plan in the form. What is empty is left out."""
    known = private or Private()
    whole: dict[str, Any] = {
        "form": form.FORM,
        "version": str(form.VERSION),
        "plan": _filled(make_plan_record(content)),
    }
    for part in form.PARTS:
        records = [_filled(record) for record in make_records(content, part, known)]
        if records:
            whole[part.kind.value] = records
    written: str = yaml.dump(whole, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return written


def read_yaml(file: str, content: bytes) -> Incoming:
    """The plan that a file in the form holds; raises :class:`FileFault` with all that is wrong, line by line."""
    whole, lines = _load(file, content)
    here = Where(file)
    if whole.get("form") != form.FORM:
        _refuse(here, f"This is not a plan in our form: its first line should be “form: {form.FORM}”.")
    if whole.get("version") != str(form.VERSION):
        _refuse(here, f"The form has version {whole.get('version') or 'none'}; this site reads {form.VERSION}.")
    kinds = {part.kind.value: part for part in form.PARTS}
    for key in whole:
        if key not in {"form", "version", "plan", *kinds}:
            _refuse(here, f"“{key}” is not known. A plan has: plan, {', '.join(kinds)}.")
    reader = Reader()
    plan = whole.get("plan")
    if not isinstance(plan, dict):
        _refuse(here, "The file does not say what plan it is. Begin it with “plan:” and what belongs to it.")
    _check_keys(reader, plan, {field.key for field in form.PLAN.fields}, _where(file, lines, plan))
    parts = {part.kind: _read_part(reader, file, lines, part, whole.get(key, "")) for key, part in kinds.items()}
    return reader.read(Written(plan, _where(file, lines, plan)), parts)


def _read_part(reader: Reader, file: str, lines: Mapping[int, int], part: PartForm, found: Any) -> list[Written]:
    written = []
    known = {field.key for field in part.fields} | {items.key for items in part.items}
    for record in _mappings(reader, file, lines, found, part.kind.value):
        where = _where(file, lines, record)
        _check_keys(reader, record, known, where)
        items = {}
        for each in part.items:
            if each.key not in record:
                continue
            inner = _mappings(reader, file, lines, record[each.key], each.key)
            for one in inner:
                _check_keys(reader, one, {field.key for field in each.fields}, _where(file, lines, one))
            items[each.key] = [(one, _where(file, lines, one)) for one in inner]
        written.append(Written(record, where, items))
    return written


def _mappings(reader: Reader, file: str, lines: Mapping[int, int], found: Any, what: str) -> list[dict[str, Any]]:
    if found in ("", None):
        return []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        reader.fault(Where(file), f"“{what}” should be a list, each entry beginning with a hyphen.")
        return []
    return found


def _check_keys(reader: Reader, record: Mapping[str, Any], known: set[str], where: Where) -> None:
    for key in record:
        if key not in known:
            reader.fault(where, f"“{key}” is not known here. Known are: {', '.join(sorted(known))}.")


def _where(file: str, lines: Mapping[int, int], record: Mapping[str, Any]) -> Where:
    return Where(file, path=f"line {lines[id(record)]}")


def _refuse(where: Where, sentence: str) -> NoReturn:
    raise FileFault((Remark(where, sentence, is_fault=True),))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────
def _load(file: str, content: bytes) -> tuple[dict[str, Any], dict[int, int]]:
    """The file as mappings, lists and texts, and the line on which each mapping begins."""
    here = Where(file)
    if len(content) > LARGEST_BYTES:
        _refuse(here, f"The file has {len(content) / 1e6:.0f} MB and the limit is {LARGEST_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse(here, "The file is not text in UTF-8. Save it as UTF-8.")
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        _refuse(Where(file, path=f"line {line}"), f"This is not valid YAML: {wrong.problem}. Mend it.")
    except yaml.YAMLError:
        _refuse(here, "The file holds marks that YAML does not allow. Save it as plain text.")
    lines: dict[int, int] = {}
    whole = _Builder(file, lines).build(node) if node is not None else None
    if not isinstance(whole, dict):
        _refuse(here, "The file should hold names and values, and it does not.")
    return whole, lines


class _Builder:
    """Turns YAML's nodes into values; refuses what no plan needs and what could make a small file a huge one."""

    def __init__(self, file: str, lines: dict[int, int]) -> None:
        self.file, self.lines, self.seen = file, lines, set[int]()

    def build(self, node: yaml.Node) -> Any:
        where = Where(self.file, path=f"line {node.start_mark.line + 1}")
        if id(node) in self.seen:
            _refuse(where, "A part is referred to from two places (*name). Write it out in both.")
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            made: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                if key in made:
                    _refuse(Where(self.file, path=f"line {key_node.start_mark.line + 1}"), f"“{key}” is written twice.")
                made[key] = self.build(value_node)
            self.lines[id(made)] = node.start_mark.line + 1
            return made
        if isinstance(node, yaml.SequenceNode):
            return [self.build(each) for each in node.value]
        return str(node.value)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────
class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and nothing twice by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def _filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """What is not empty, as YAML writes it: every value is a text, a list or a mapping."""
    return {key: _as_yaml(value) for key, value in record.items() if not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, (str, list, tuple)) and not value)


def _as_yaml(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _filled(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_as_yaml(item) for item in value]
    if value is True:
        return "yes"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return write_number(value)
    return str(value)
