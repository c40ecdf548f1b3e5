"""The tutorial on neighbourhoods prints, from the published files, what it says it prints."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "tutorials" / "neighbourhood-life-expectancy.md"
STEP = re.compile(r"^```py\n(.*?)^```\n\n```text\n(.*?)^```", re.S | re.M)


def test_every_step_prints_what_the_page_shows(shared, capsys):
    text = PAGE.read_text(encoding="utf-8")
    names = {"folder": shared / "data"}
    steps = STEP.findall(text)
    assert len(steps) == text.count("```py\n") == 6
    for code, shown in steps:
        exec(compile(code, str(PAGE), "exec"), names)
        assert capsys.readouterr().out == shown
