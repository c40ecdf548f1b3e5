"""Files that are attached to updates: what is kept and what is refused, in words."""

import pytest

from goldenthread.frontend.attached_files import LARGEST_BYTES, FileRefused, check_file


def test_a_file_that_is_what_it_says_is_kept_without_its_folder():
    kept = check_file("C:\\papers\\Minutes.PDF", b"%PDF-1.7 ...")
    assert (kept.name, kept.content_type) == ("Minutes.pdf", "application/pdf")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.exe", b"MZ", "Choose a file that ends in"),
        ("page.html", b"<script>", "Choose a file that ends in"),
        ("noending", b"x", "Choose a file that ends in"),
        ("minutes.pdf", b"<html>", "is not what its ending says"),
        ("minutes.pdf", b"", "is empty"),
        ("data.csv", b"\xff\xfe\x00", "is not plain text"),
        ("data.csv", b"a\x00b", "is not plain text"),
        ("big.txt", b"x" * (LARGEST_BYTES + 1), "the limit is 5 MB"),
        ("bad\x07name.txt", b"x", "cannot be shown"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(name, content, said):
    with pytest.raises(FileRefused, match=said):
        check_file(name, content)


def test_a_long_name_keeps_its_ending():
    assert check_file("x" * 400 + ".txt", b"words").name.endswith("x.txt")
    assert len(check_file("x" * 400 + ".txt", b"words").name) <= 150
