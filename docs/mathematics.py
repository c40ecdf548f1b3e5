"""Turns the formulas of the manual into MathML at build time: browsers and screen readers know it, without script.

It reads the part of LaTeX that the manual uses and refuses the rest: a formula that would print wrongly fails a test.
"""

import re
from html import escape

TOKEN = re.compile(r"\\(?:text|operatorname)\{(?:[^{}\\]|\\.)*\}|\\[a-zA-Z]+|\\.|[0-9]|\S")

LETTERS = {
    "alpha": "α",
    "beta": "β",
    "chi": "χ",
    "delta": "δ",
    "gamma": "γ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "Phi": "Φ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "theta": "θ",
    "varepsilon": "ε",
    "varphi": "φ",
}
OPERATORS = {
    "pm": "±",
    "mp": "∓",
    "le": "≤",
    "ge": "≥",
    "in": "∈",
    "mapsto": "↦",
    "cdot": "·",
    "_": "_",
    "{": "{",
    "}": "}",
}
FENCES = {"lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋"}
LARGE = {"sum": "∑", "prod": "∏", "int": "∫"}
NAMES = {"log", "min", "max", "exp"}
SPACES = {",": "0.17em", ";": "0.28em", " ": "0.3em", "quad": "1em", "qquad": "2em"}
ACCENTS = {"bar": "¯", "hat": "^", "tilde": "~"}


def mathml(formula: str) -> str:
    """Return a formula as a block of MathML.

    Raises
    ------
    ValueError
        If it uses a command that is not known, or its braces do not match.
    """
    tokens = TOKEN.findall(formula)
    tokens.reverse()
    body = _row(tokens)
    if tokens:
        raise ValueError(f"The braces of the formula {formula} do not match.")
    return f'<math display="block">{body}</math>'


def _row(tokens: list[str], until: str = "") -> str:
    parts = []
    while tokens and tokens[-1] not in ("}", until):
        parts.append(_with_scripts(tokens))
    return f"<mrow>{''.join(parts)}</mrow>"


def _with_scripts(tokens: list[str]) -> str:
    is_large = tokens[-1].lstrip("\\") in {*LARGE, "min", "max"} and tokens[-1] != r"\int"
    base, scripts = _atom(tokens), {}
    while tokens and tokens[-1] in ("_", "^"):
        mark = tokens.pop()
        scripts[mark] = _argument(tokens)
    if not scripts:
        return base
    kind = {"_": "under", "^": "over"} if is_large else {"_": "sub", "^": "sup"}
    tag = "m" + "".join(kind[mark] for mark in ("_", "^") if mark in scripts)
    return f"<{tag}>{base}{''.join(scripts[mark] for mark in ('_', '^') if mark in scripts)}</{tag}>"


def _argument(tokens: list[str]) -> str:
    if not tokens:
        raise ValueError("A formula ends where something should follow.")
    if tokens[-1] != "{":
        return _atom(tokens, is_single=True)
    tokens.pop()
    row = _row(tokens)
    if not tokens:
        raise ValueError("A brace of a formula is not closed.")
    tokens.pop()
    return row


def _atom(tokens: list[str], is_single: bool = False) -> str:
    sign = tokens[-1]
    if sign == "{":
        return _argument(tokens)
    tokens.pop()
    if sign.startswith("\\"):
        return _command(sign[1:], tokens)
    if sign.isdigit():
        digits = sign
        while not is_single and tokens and (tokens[-1].isdigit() or tokens[-1] == "."):
            digits += tokens.pop()
        return f"<mn>{digits}</mn>"
    if sign.isalpha():
        return f"<mi>{sign}</mi>"
    fixed = ' stretchy="false"' if sign in "()[]|/" else ""
    return f"<mo{fixed}>{escape('−' if sign == '-' else sign)}</mo>"


def _command(name: str, tokens: list[str]) -> str:
    if name.startswith(("text{", "operatorname{")):
        words = name.partition("{")[2][:-1].replace("\\", "")
        return f"<mtext>{escape(words)}</mtext>" if name.startswith("text") else f"<mi>{escape(words)}</mi>"
    if name in ("frac", "tfrac"):
        above, below = _argument(tokens), _argument(tokens)
        return f"<mfrac>{above}{below}</mfrac>"
    if name == "sqrt":
        return f"<msqrt>{_argument(tokens)}</msqrt>"
    if name in ACCENTS:
        return f'<mover accent="true">{_argument(tokens)}<mo>{ACCENTS[name]}</mo></mover>'
    if name in ("left", "right", "Bigl", "Bigr"):
        fence = tokens.pop()
        return f'<mo fence="true" stretchy="true">{FENCES.get(fence.lstrip(chr(92)), fence)}</mo>'
    if name in SPACES:
        return f'<mspace width="{SPACES[name]}"></mspace>'
    if name in NAMES or name in LETTERS:
        return f"<mi>{LETTERS.get(name, name)}</mi>"
    if name == "infty":
        return "<mn>∞</mn>"
    for known in (OPERATORS, FENCES, LARGE):
        if name in known:
            return f"<mo>{known[name]}</mo>"
    raise ValueError(f"The manual's formulas do not know the command \\{name}.")
