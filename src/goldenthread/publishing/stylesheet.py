"""The charts' own style sheet, and the same rules without custom properties for renderers that know none."""

import re
from functools import cache
from importlib.resources import files

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_PROPERTY = re.compile(r"(--gt-c-[a-z0-9-]+)\s*:\s*([^;]+);")
_VARIABLE = re.compile(r"var\((--gt-c-[a-z0-9-]+)\)")


@cache
def chart_css() -> str:
    """Return the style sheet that a page with charts includes."""
    return files("goldenthread.publishing").joinpath("chart.css").read_text(encoding="utf-8")


@cache
def palette(*, dark: bool = False) -> dict[str, str]:
    """Return the colours by name ("1", "seq-3", "text"); the dark ones where the dark style sets them."""
    css = _COMMENT.sub("", chart_css())
    blocks = [rule for media in _MEDIA.findall(css) if "prefers-color-scheme: dark" in media for rule in [media]]
    colours = dict(_PROPERTY.findall(_MEDIA.sub("", css)))
    if dark:
        for block in blocks:
            colours |= dict(_PROPERTY.findall(block))
    return {name.removeprefix("--gt-c-"): colour.strip() for name, colour in colours.items()}


@cache
def flat_css(*, dark: bool = False) -> str:
    """Return the rules of drawing with every colour written out: for a picture that stands alone, as in a PDF."""
    colours = palette(dark=dark)
    rules = []
    for selector, body in _RULE.findall(_MEDIA.sub("", _COMMENT.sub("", chart_css()))):
        if ":" in selector or selector.strip() in {".gt-c", ".gt-c text"}:
            continue
        written = _VARIABLE.sub(lambda match: colours[match.group(1).removeprefix("--gt-c-")], body)
        rules.append(f"{selector.strip()}{{{' '.join(written.split())}}}")
    return "\n".join(rules)


def standalone(svg: str, *, font_family: str = "", dark: bool = False) -> str:
    """Return a picture with its style inside, to be used outside a page of ours."""
    font = f'text{{font-family:"{font_family}"}}' if font_family else ""
    start = svg.index(">") + 1
    return f"{svg[:start]}<style>{font}{flat_css(dark=dark)}</style>{svg[start:]}"
