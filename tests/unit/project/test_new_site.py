"""The files a council's own site begins with."""

import os
import stat
import tomllib
from dataclasses import replace

import pytest

from goldenthread.frontend.council import Council
from goldenthread.project import new_site

COUNCIL = Council(name='The "Testham" Council', code="E08000099", short_name="Testham", phone="01632 960001")


def test_the_councils_file_gives_the_council_back(tmp_path):
    file = tmp_path / "council.toml"
    file.write_text(new_site.council_toml(COUNCIL), encoding="utf-8")
    assert Council.from_file(file) == COUNCIL


def test_an_invented_council_stays_invented(tmp_path):
    file = tmp_path / "council.toml"
    invented = replace(COUNCIL, is_invented=True)
    file.write_text(new_site.council_toml(invented), encoding="utf-8")
    assert Council.from_file(file) == invented


def test_every_setting_of_a_council_can_be_found_in_its_file():
    stated = tomllib.loads(new_site.council_toml(COUNCIL))
    assert set(Council.__dataclass_fields__) - set(stated) == {"is_invented"}


def test_secret_settings_are_written_for_their_owner_alone_and_never_written_over(tmp_path):
    file = tmp_path / "site.env"
    content = new_site.site_environment(hosts="fair.example", database_url="postgres://db", https=True)
    assert new_site.write_once(file, content, secret=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not new_site.write_once(file, "other", secret=True)
    found = new_site.read_environment(file)
    assert found["GOLDENTHREAD_HOSTS"] == "fair.example"
    assert found["DATABASE_URL"] == "postgres://db"
    assert found["GOLDENTHREAD_HTTPS"] == "yes"
    assert found["GOLDENTHREAD_BEHIND_PROXY"] == "yes"  # or every answer would lead to HTTPS again, for ever
    assert len(found["GOLDENTHREAD_SECRET_KEY"]) >= 50


def test_no_two_sites_share_a_secret():
    first, second = (new_site.site_environment(hosts="a", database_url="", https=True) for _ in range(2))
    assert first != second
    assert "DATABASE_URL" not in first


def test_a_site_tried_without_https_believes_no_header():
    assert "BEHIND_PROXY" not in new_site.site_environment(hosts="a", database_url="", https=False)


def test_a_line_that_is_no_setting_is_named(tmp_path):
    file = tmp_path / "site.env"
    file.write_text("# a comment\n\nGOOD=1\nwhat is this\n")
    with pytest.raises(ValueError, match="line 4: expected NAME=value"):
        new_site.read_environment(file)


def test_no_file_is_no_settings(tmp_path):
    assert new_site.read_environment(tmp_path / "none.env") == {}


def test_a_variable_that_is_set_wins(monkeypatch):
    monkeypatch.setenv("GOLDENTHREAD_HOSTS", "mine.example")
    monkeypatch.delenv("GOLDENTHREAD_TRIED", raising=False)
    new_site.use_environment({"GOLDENTHREAD_HOSTS": "theirs.example", "GOLDENTHREAD_TRIED": "yes"})
    assert os.environ["GOLDENTHREAD_HOSTS"] == "mine.example"
    assert os.environ.pop("GOLDENTHREAD_TRIED") == "yes"
