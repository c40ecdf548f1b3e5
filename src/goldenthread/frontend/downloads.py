"""What readers take away: a list as CSV, accessible spreadsheet or JSON, and files that were made or kept."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.frontend.council import this_council
from goldenthread.publishing.csv_files import table_to_csv_bytes
from goldenthread.publishing.figures import Column, Table
from goldenthread.publishing.json_files import table_to_json
from goldenthread.publishing.spreadsheets import Cover, tables_to_xlsx

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
JSON = "application/json"
MARKDOWN = "text/markdown; charset=utf-8"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

KINDS = ("csv", "xlsx", "json")
"""The forms in which every list can be had: pages offer the first two, programs ask for the third."""


class KeptFile(Protocol):
    """A file as a row of the database holds it."""

    file_name: str
    content_type: str

    @property
    def content(self) -> bytes | memoryview: ...


def as_download(
    wanted: str, *, name: str, title: str, columns: Sequence[str], rows: Callable[[], Iterable[Sequence[str]]]
) -> HttpResponse | None:
    """The list in the form that was asked for; None where the page itself was, and the rows are not read then.

    `rows` gives them when it is called: a QuerySet that is only handed to `map` has been read already, all of it.
    """
    if wanted not in KINDS:
        return None
    table = Table(title, tuple(Column(column) for column in columns), tuple(tuple(row) for row in rows()))
    return send_table(table, wanted, name)


def send_table(table: Table, kind: str, name: str) -> HttpResponse:
    """The table as a CSV file, as an accessible spreadsheet with a cover, or as JSON."""
    if kind == "csv":
        return send(table_to_csv_bytes(table), CSV, f"{name}.csv")
    if kind == "json":
        return send(table_to_json(table).encode(), JSON, f"{name}.json", is_shown=True)
    today = timezone.localdate()
    about = f"{this_council().name}, {today.day} {today:%B %Y}."
    return send(tables_to_xlsx([table], Cover(table.caption, (about,))), XLSX, f"{name}.xlsx")


def send(content: bytes, content_type: str, name: str, *, is_shown: bool = False) -> HttpResponse:
    """A file under a name to keep it by; one that is shown opens in the browser where it can."""
    how = "inline" if is_shown else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def send_kept(file: KeptFile) -> HttpResponse:
    """A stranger's file as a download: it is never shown inside this site, nor kept by anything on the way."""
    name = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in file.file_name)
    ascii_name = name.encode("ascii", "replace").decode().replace("?", "_")
    response = send(bytes(file.content), file.content_type, ascii_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
