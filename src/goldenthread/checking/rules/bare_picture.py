"""Pictures that say nothing to who cannot see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.checking.documents.model import Kind
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.subject import Subject

#: What a program writes where nobody wrote an alternative text.
_NO_WORDS = re.compile(
    r"^(?:(?:image|img|picture|photo|photograph|graphic|logo|chart|diagram|figure|screenshot|untitled|icon)\s*\d*"
    r"|[\w\s()-]+\.(?:png|jpe?g|gif|svg|tiff?|bmp|webp)|(?:img|dsc|pxl|screenshot)[_\s-]*[\d_-]+)\.?$",
    re.IGNORECASE,
)


def _find(subject: Subject) -> Iterator[Finding]:
    for picture in subject.document.bare_pictures:
        yield RULE.at_block(picture, "a picture", why="has no alternative text")
    for block in subject.document.blocks:
        if block.kind is Kind.ALTERNATIVE and _NO_WORDS.match(block.text):
            yield RULE.at_block(block, why=f"has “{block.text}” for an alternative text, which says nothing of it")


RULE = Rule(
    name="bare-picture",
    looks_for="A picture without alternative text, or with the name of its file for one.",
    severity=Severity.BLOCK,
    message="A picture {why}.",
    fix="Write in a sentence what the picture tells; mark it as decoration if it tells nothing.",
    example="![](picnic.jpg)",
    find=_find,
)
