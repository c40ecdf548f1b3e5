"""Catalogues of labels: compiled as GNU gettext has them, and refused with the line of a mistake."""

import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest

from goldenthread.frontend.catalogues import (
    PACKAGE,
    WRITTEN,
    CatalogueError,
    compile_catalogues,
    read_catalogue,
    write_compiled,
)

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
OURS = sorted(PACKAGE.glob(WRITTEN))
#: What templates and code print by the tag `label`, or by `write_label`.
_PRINTED = re.compile(r"(?:\{% label |write_label\()\"(?P<words>[^\"]+)\"")


def write(folder: Path, text: str) -> Path:
    file = folder / "room" / "locale" / "cy" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_what_is_compiled_is_what_python_s_own_gettext_reads(tmp_path: Path) -> None:
    one = '# a note\nmsgid "A “quoted” \\"word\\""\nmsgstr "Gair"\n\n'
    long = 'msgid ""\n"two "\n"lines"\nmsgstr "dwy "\n"linell"\n\n'
    text = f'{HEAD}{one}{long}msgid "later"\nmsgstr ""\n'
    file = write(tmp_path, text)
    (made,) = compile_catalogues(tmp_path)
    assert made == file.with_suffix(".mo")
    read = gettext.GNUTranslations(BytesIO(made.read_bytes()))
    assert read.gettext('A “quoted” "word"') == "Gair"
    assert read.gettext("two lines") == "dwy linell"
    assert read.gettext("later") == "later"  # nobody has translated it yet
    assert read.charset() == "UTF-8"


def test_labels_are_found_whatever_their_order_and_letters() -> None:
    labels = {"": "Content-Type: text/plain; charset=UTF-8\n", "z": "1", "é": "ہال", "a": "3", "Z": "4"}
    read = gettext.GNUTranslations(BytesIO(write_compiled(labels)))
    assert {said: read.gettext(said) for said in labels if said} == {said: labels[said] for said in labels if said}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("msgid one\n", "line 1: “msgid one” is neither a label nor a translation"),
        ('"words"\n', 'line 1: “"words"” is neither a label nor a translation'),
        ('msgid_plural "ones"\n', "is neither a label nor a translation"),
        ('msgid "one"\n', "line 2: the label above has no translation"),
        ('msgid "one"\nmsgstr "un"\nmsgid "two"\nmsgstr "dau"\n', "line 3: a second msgid"),
        ('msgid "one"\nmsgstr "un"\n\nmsgid "one"\nmsgstr "un"\n', "line 6: “one” is translated twice"),
        ('msgid "on {day}"\nmsgstr "ar"\n', "the translation of “on {day}” has to hold the same words in braces"),
    ],
)
def test_a_mistake_is_refused_with_its_line_and_nothing_is_written(tmp_path: Path, text: str, sentence: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(CatalogueError) as refused:
        compile_catalogues(tmp_path)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith("cy/django.po, line")
    assert not file.with_suffix(".mo").exists()


def test_welsh_and_urdu_have_every_label_that_is_printed_and_no_other() -> None:
    printed = {
        found["words"]
        for pattern in ("reports/**/*.html", "reports/**/*.py")
        for file in PACKAGE.glob(pattern)
        for found in _PRINTED.finditer(file.read_text(encoding="utf-8"))
    }
    assert "Names have been changed." in printed
    assert [file.parent.parent.name for file in OURS] == ["cy", "ur"]
    for file in OURS:
        labels = read_catalogue(file)
        assert set(labels) - {""} == printed, file.parent.parent.name
        assert all(labels.values())
