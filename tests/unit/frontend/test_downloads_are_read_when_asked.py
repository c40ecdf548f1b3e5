"""A list's rows are read for a download only when one is asked for: a page shows a part of them."""

import pytest

from goldenthread.frontend.downloads import as_download


class Rows:
    """A list that says when it is read, as a QuerySet does by asking the database."""

    def __init__(self):
        self.readings = 0

    def __iter__(self):
        self.readings += 1
        return iter([["1", "Ada"]])


@pytest.mark.parametrize("wanted", ["", "page", "pdf"])
def test_a_page_does_not_read_the_rows_of_its_downloads(wanted):
    rows = Rows()
    found = as_download(wanted, name="people", title="People", columns=("Number", "Name"), rows=lambda: map(list, rows))
    assert found is None
    assert rows.readings == 0


@pytest.mark.parametrize("wanted", ["csv", "xlsx", "json"])
def test_a_download_reads_them_once(wanted):
    rows = Rows()
    found = as_download(wanted, name="people", title="People", columns=("Number", "Name"), rows=lambda: map(list, rows))
    assert found.status_code == 200
    assert rows.readings == 1
