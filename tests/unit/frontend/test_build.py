"""The front end is built from pinned packages and carries nothing of central government's."""

import gzip
import json
import re

import pytest

from goldenthread.frontend import build
from goldenthread.frontend.build import BuildError

STYLE = build.BUILT / "site.css"


def test_the_lock_file_pins_every_package_and_names_no_address_to_fetch_from():
    lock = json.loads((build.HERE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in entry for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())


def test_the_listed_versions_are_the_locked_ones():
    listed = json.loads((build.HERE / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((build.HERE / "package-lock.json").read_text(encoding="utf-8"))
    for name, version in (listed["dependencies"] | listed["devDependencies"]).items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version


@pytest.mark.parametrize("word", build.CENTRAL_GOVERNMENT_ONLY)
def test_a_style_that_names_what_is_central_governments_is_not_written(monkeypatch, tmp_path, word):
    monkeypatch.setattr(build, "run", lambda *_, **__: f"body{{font-family:{word}}}")
    monkeypatch.setattr(build, "node_command", lambda name: [name])
    with pytest.raises(BuildError, match=word):
        build.compile_style(tmp_path)


def test_without_node_the_advice_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(build.sys, "executable", str(tmp_path / "python"))
    with pytest.raises(BuildError, match=r"requirements/node\.txt"):
        build.node_command("npm")


def test_a_command_that_fails_says_what_it_said(tmp_path):
    with pytest.raises(BuildError, match="nothing good"):
        build.run([build.sys.executable, "-c", "raise SystemExit('nothing good')"], tmp_path)


def test_packages_are_installed_only_when_their_list_has_changed(monkeypatch, tmp_path):
    ran = []
    monkeypatch.setattr(build, "run", lambda command, folder, **_: ran.append(command))
    monkeypatch.setattr(build, "node_command", lambda name: [name])
    build.install_packages(tmp_path)
    build.install_packages(tmp_path)
    assert [command[:2] for command in ran] == [["npm", "ci"]]
    (tmp_path / "installed").write_text("another list")
    build.install_packages(tmp_path)
    assert len(ran) == 2


@pytest.fixture
def style():
    if not STYLE.exists():
        pytest.fail("The front end has not been built. Run: python -m goldenthread.frontend.build")
    return STYLE.read_text(encoding="utf-8")


def test_what_was_built_asks_no_other_site_and_is_small(style):
    addresses = re.findall(r"url\(([^)]*)\)", style)
    assert addresses
    assert all(address.strip("\"'").startswith("./") for address in addresses)
    assert "@import" not in style
    sent = len(gzip.compress(style.encode())) + len(gzip.compress((build.BUILT / "site.js").read_bytes()))
    type_ = sum((build.BUILT / f"atkinson-{weight}.woff2").stat().st_size for weight in build.WEIGHTS)
    # Half of the 100 kB a first visit may cost: the other half belongs to the page and its pictures.
    assert sent + type_ < 50_000
