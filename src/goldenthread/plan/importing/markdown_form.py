"""A plan as Markdown: to be read and edited as a document, and read back the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from goldenthread.plan import documents
from goldenthread.plan.importing import form
from goldenthread.plan.importing.form import Field, PartForm
from goldenthread.plan.importing.incoming import FileFault, Incoming, Remark, Where
from goldenthread.plan.importing.records import Private, Reader, Record, Written, make_plan_record, make_records
from goldenthread.plan.importing.values import write_cell

LARGEST_BYTES = 5_000_000
FIRST_LINE = f"<!-- {form.FORM} {form.VERSION} -->"

_PART = re.compile(r"^## (.+?)\s*$")
_RECORD = re.compile(r"^### ([0-9A-Za-z.]*):? ?(.*?)\s*$")
_LONG = re.compile(r"^#### (.+?)\s*$")
_SHORT = re.compile(r"^- ([^:]+): ?(.*)$")
_RULE = re.compile(r"^\|(\s*:?-+:?\s*\|)+\s*$")


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────
def write_markdown(content: documents.PlanContent, private: Private | None = None) -> str:
    """The plan as a document. What is empty is left out."""
    lines = [FIRST_LINE, "", f"# {content.plan.title}", ""]
    record = make_plan_record(content)
    lines += _write_fields(form.PLAN.fields, record, leave_out="title")
    for part in form.PARTS:
        records = make_records(content, part, private or Private())
        if not records:
            continue
        lines += [f"## {part.sheet}", ""]
        for each in records:
            lines += _write_record(part, each)
    return "\n".join(lines).rstrip() + "\n"


def _write_record(part: PartForm, record: Record) -> Iterator[str]:
    name = _name_of(part)
    has_one_line = "\n" not in str(record[name])
    yield f"### {record['number']}: {record[name] if has_one_line else ''}".rstrip()
    yield ""
    fields = [each for each in part.fields if each.key != "number"]
    yield from _write_fields(fields, record, leave_out=name if has_one_line else "")
    for items in part.items:
        if record.get(items.key):
            yield f"#### {items.sheet}"
            yield ""
            yield from _write_table(items.fields, record[items.key])
            yield ""


def _write_fields(fields: Sequence[Field], record: Record, *, leave_out: str) -> Iterator[str]:
    written = [(each, write_cell(record.get(each.key))) for each in fields if each.key != leave_out]
    short = [(each, words) for each, words in written if words and "\n" not in words]
    for each, words in short:
        yield f"- {each.heading}: {words}"
    if short:
        yield ""
    for each, words in written:
        if "\n" in words:
            yield f"#### {each.heading}"
            yield ""
            yield from (_guard(line) for line in words.split("\n"))
            yield ""


def _write_table(fields: Sequence[Field], records: Sequence[Record]) -> Iterator[str]:
    used = [each for each in fields if any(write_cell(record.get(each.key)) for record in records)]
    yield "| " + " | ".join(each.heading for each in used) + " |"
    yield "|" + " --- |" * len(used)
    for record in records:
        yield "| " + " | ".join(_in_table(write_cell(record.get(each.key))) for each in used) + " |"


def _in_table(words: str) -> str:
    return words.replace("\\", "\\\\").replace("|", "\\|").replace("<br>", "\\<br>").replace("\n", "<br>")


def _guard(line: str) -> str:
    """A line of a text that would be read as a heading or as part of a table gets a backslash."""
    return f"\\{line}" if line.startswith(("#", "|", "\\")) else line


def _name_of(part: PartForm) -> str:
    return "title" if part.find("title") else "text"


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class _Found:
    """One part as it is gathered, line by line."""

    line: int
    record: Record = field(default_factory=dict)
    tables: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)


def read_markdown(file: str, content: bytes) -> Incoming:
    """The plan that a document in the form holds; raises :class:`FileFault` with all that is wrong, line by line."""
    if len(content) > LARGEST_BYTES:
        _refuse(
            Where(file), f"The file has {len(content) / 1e6:.0f} MB and the limit is {LARGEST_BYTES // 1_000_000} MB."
        )
    try:
        lines = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        _refuse(Where(file), "The file is not text in UTF-8. Save it as UTF-8.")
    if not lines or lines[0].strip() != FIRST_LINE:
        _refuse(Where(file, path="line 1"), f"This is not a plan in our form: its first line should be “{FIRST_LINE}”.")
    reader = Reader()
    plan, parts = _gather(file, lines, reader)
    written = {
        part.kind: [_finish(file, part, each, reader) for each in parts.get(part.sheet, ())] for part in form.PARTS
    }
    record, _ = _records(form.PLAN.fields, plan, reader, file)
    return reader.read(Written(record, Where(file, path=f"line {plan.line}")), written)


def _gather(file: str, lines: Sequence[str], reader: Reader) -> tuple[_Found, dict[str, list[_Found]]]:
    plan = _Found(1)
    parts: dict[str, list[_Found]] = {}
    sheets = {part.sheet: part for part in form.PARTS}
    here, sheet, long = plan, "", ""
    for number, line in enumerate(lines[1:], start=2):
        where = Where(file, path=f"line {number}")
        if line.startswith("# ") and not sheet and not long:
            here.record["title"], here.line = line[2:].strip(), number
        elif found := _LONG.match(line):
            long = found[1]
        elif found := _RECORD.match(line):
            if not sheet:
                reader.fault(where, "This part stands beneath no heading. Put it beneath one such as “## Actions”.")
                continue
            here, long = _Found(number), ""
            here.record = {"number": found[1], _name_of(sheets[sheet]): found[2]}
            parts[sheet].append(here)
        elif found := _PART.match(line):
            if found[1] not in sheets:
                reader.fault(where, f"“{found[1]}” is not known. Known are: {', '.join(sheets)}.")
                continue
            sheet, long = found[1], ""
            parts.setdefault(sheet, [])
        elif long and line.startswith("|"):
            here.tables.setdefault(long, []).append((number, _split(line)))
        elif long:
            here.texts.setdefault(long, []).append(line.removeprefix("\\") if line.startswith("\\") else line)
        elif found := _SHORT.match(line):
            here.record[f"- {found[1].strip()}"] = found[2]
        elif line.strip():
            reader.fault(where, "This line belongs to nothing. Put it beneath a heading such as “#### Text”.")
    return plan, parts


def _finish(file: str, part: PartForm, found: _Found, reader: Reader) -> Written:
    record, where = _records(part.fields, found, reader, file, {items.sheet for items in part.items})
    lists = {}
    for items in part.items:
        if items.sheet in found.tables:
            lists[items.key] = _read_table(file, items.fields, found.tables[items.sheet], reader)
    return Written(record, where, lists)


def _records(
    fields: Sequence[Field], found: _Found, reader: Reader, file: str, lists: Collection[str] = ()
) -> tuple[Record, Where]:
    """What was gathered, under the form's keys."""
    where = Where(file, path=f"line {found.line}")
    keys = {each.heading: each.key for each in fields}
    record: Record = {key: value for key, value in found.record.items() if not key.startswith("- ")}
    short = {key.removeprefix("- "): value for key, value in found.record.items() if key.startswith("- ")}
    texts = {heading: "\n".join(lines).strip() for heading, lines in found.texts.items()}
    for heading, value in [*short.items(), *((key, text) for key, text in texts.items() if key not in lists)]:
        if heading not in keys:
            reader.fault(where, f"“{heading}” is not known here. Known are: {', '.join(keys)}.")
        else:
            record[keys[heading]] = value
    return record, where


def _read_table(
    file: str, fields: Sequence[Field], rows: Sequence[tuple[int, list[str]]], reader: Reader
) -> list[tuple[Mapping[str, Any], Where]]:
    keys = {each.heading: each.key for each in fields}
    headings = rows[0][1]
    for heading in headings:
        if heading not in keys:
            sentence = f"“{heading}” is not known here. Known are: {', '.join(keys)}."
            reader.fault(Where(file, path=f"line {rows[0][0]}"), sentence)
    found: list[tuple[Mapping[str, Any], Where]] = []
    has_rule = len(rows) > 1 and all(re.fullmatch(r":?-+:?", cell) for cell in rows[1][1])
    for number, cells in rows[2 if has_rule else 1 :]:
        record = {keys[heading]: cell for heading, cell in zip(headings, cells, strict=False) if heading in keys}
        found.append((record, Where(file, path=f"line {number}")))
    return found


def _split(line: str) -> list[str]:
    """The cells of a row of a table."""
    pieces = re.findall(r"((?:\\.|[^|\\])*)\|", line.strip().removeprefix("|"))
    return [re.sub(r"\\(.)|<br>", lambda found: found[1] or "\n", piece).strip() for piece in pieces]


def _refuse(where: Where, sentence: str) -> NoReturn:
    raise FileFault((Remark(where, sentence, is_fault=True),))
