"""What a member of Alderbrook's fairness panel did to the report that was sent to her: a hedge, and a remark."""

from __future__ import annotations

import io
import zipfile

AUTHOR = "Rosa Lindqvist"
WHEN = "2026-09-07T10:15:00Z"
SENTENCE = "Three things went wrong in ways we could have prevented."
REWORDED = "Three things went wrong that we could have prevented."
REMARK = "Say whose job it was to look at them. We asked that in June."
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def comment_on(content: bytes) -> bytes:
    """Return the Word file with one sentence reworded, track kept, and a remark on it."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml":
                part = _reworded(part.decode("utf-8")).encode("utf-8")
            after.writestr(name, part)
        said = f"<w:p><w:r><w:t>{REMARK}</w:t></w:r></w:p>"
        remark = f'<w:comment w:id="1" w:author="{AUTHOR}" w:date="{WHEN}">{said}</w:comment>'
        after.writestr("word/comments.xml", f'<w:comments xmlns:w="{_NAMESPACE}">{remark}</w:comments>')
    return written.getvalue()


def _reworded(markup: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{SENTENCE}</w:t></w:r>'
    if run not in markup:
        raise ValueError(f"The report does not say “{SENTENCE}” any more: choose another sentence to reword.")
    by = f'w:author="{AUTHOR}" w:date="{WHEN}"'
    gone = f'<w:r><w:delText xml:space="preserve">{SENTENCE}</w:delText></w:r>'
    come = f'<w:r><w:t xml:space="preserve">{REWORDED}</w:t></w:r>'
    changed = f'<w:del w:id="901" {by}>{gone}</w:del><w:ins w:id="902" {by}>{come}</w:ins>'
    marked = f'<w:commentRangeStart w:id="1"/>{changed}<w:commentRangeEnd w:id="1"/>'
    return markup.replace(run, marked, 1)
