"""What is taken away: a list as CSV or as a spreadsheet, and a file that somebody attached."""

from __future__ import annotations

from typing import Protocol

from django.http import HttpResponse

from goldenthread.frontend.council import this_council
from goldenthread.publishing.csv_files import table_to_csv_bytes
from goldenthread.publishing.figures import Table
from goldenthread.publishing.spreadsheets import Cover, tables_to_xlsx

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = frozenset({"csv", "xlsx"})


class KeptFile(Protocol):
    """A file as a row of the database holds it."""

    file_name: str
    content_type: str

    @property
    def content(self) -> bytes | memoryview: ...


def send_table(table: Table, kind: str, name: str) -> HttpResponse:
    """The table as a CSV file, or as an accessible spreadsheet with a cover."""
    if kind == "xlsx":
        cover = Cover(title=table.caption, introduction=(f"Published by {this_council().name}.",))
        response = HttpResponse(tables_to_xlsx([table], cover), content_type=WORKBOOK)
    else:
        response = HttpResponse(table_to_csv_bytes(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def send_file(file: KeptFile) -> HttpResponse:
    """The file as a download: it is never shown inside this site, nor kept by anything on the way."""
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    name = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in file.file_name)
    ascii_name = name.encode("ascii", "replace").decode().replace("?", "_")
    response["Content-Disposition"] = f'attachment; filename="{ascii_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
