"""Takes the picture in the README anew: `make screenshot`."""

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from tests.lib.demonstration import BROWSER_ARGUMENTS, started

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "screenshot.png"
WIDTH, HEIGHT = 1280, 900
COLOURS = 64
"""Enough for a page of text and one chart; the file is a third of what it would be."""


def main() -> int:
    """Take it from the site that is open at GOLDENTHREAD_TEST_SITE, or from one started for this."""
    running = os.environ.get("GOLDENTHREAD_TEST_SITE", "").rstrip("/")
    if running:
        take(running)
    else:
        with tempfile.TemporaryDirectory() as home, started(Path(home)) as site:
            take(site.address)
    sys.stdout.write(f"{PICTURE} has {PICTURE.stat().st_size // 1000} kB\n")
    return 0


def take(address: str) -> None:
    """Write the page about the place, as a desk sees it, in few colours."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER_ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{address}/place/")
        shot = page.screenshot()
        browser.close()
    with Image.open(io.BytesIO(shot)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
