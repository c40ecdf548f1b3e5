"""A plan as a file: of the public's edition, or of the working copy with what only staff know."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from goldenthread.frontend.downloads import XLSX
from goldenthread.plan import documents
from goldenthread.plan.importing import form, markdown_form, workbook_form, yaml_form
from goldenthread.plan.importing.records import Private

Write = Callable[[documents.PlanContent, Private], bytes]


#: Every file a plan can be had as: its name, what it is to a browser, and who writes it.
FILES: Mapping[str, tuple[str, Write]] = {
    "plan.xlsx": (XLSX, workbook_form.write_workbook),
    "plan.yaml": ("application/yaml", lambda content, private: yaml_form.write_yaml(content, private).encode()),
    "plan.md": (
        "text/markdown; charset=utf-8",
        lambda content, private: markdown_form.write_markdown(content, private).encode(),
    ),
    "actions.csv": (
        "text/csv; charset=utf-8",
        lambda content, private: workbook_form.write_csv(content, form.ACTIONS, private),
    ),
    "measures.csv": (
        "text/csv; charset=utf-8",
        lambda content, private: workbook_form.write_csv(content, form.MEASURES, private),
    ),
}
