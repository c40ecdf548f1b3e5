"""The sample council's report in Easy Read: written by the editor, with its pictures, published by another."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from goldenthread.evidence.models import Fact
from goldenthread.project.sample_pictures import draw_picture
from goldenthread.reports import actions as report_actions
from goldenthread.reports.claims import split
from goldenthread.reports.models import AnnualReport, EasyReadPage, HomePage
from goldenthread.samples.alderbrook.easy_read_content import SampleEasyRead

if TYPE_CHECKING:
    from goldenthread.project.sample import Staff


def add_easy_read(content: SampleEasyRead, report: AnnualReport, staff: Staff, *, now: datetime) -> EasyReadPage:
    """Write the edition under the front page, and have it approved and published by another."""
    home = HomePage.objects.order_by("pk")[0]
    page = EasyReadPage(title=content.title, slug=content.slug, report=report, live=False)
    page.lines = [_block(line) for line in content.lines]
    home.add_child(instance=page)
    page.full_clean()
    page.save_revision(user=staff.by_key["editor"], log_action=True)
    return report_actions.approve_easy_read(page=page, by=staff.by_key["owner"], at=now)


def _block(line: dict[str, str]) -> tuple[str, Any]:
    if "heading" in line:
        return "heading", line["heading"]
    if "word" in line:
        return "hard_word", {"word": line["word"], "meaning": line["meaning"]}
    file = ContentFile(draw_picture(line["picture"]), f"{line['picture'].replace(' ', '-')}.png")
    picture = get_image_model().objects.create(title=line["shows"], file=file)
    picture.contextual_alt_text, picture.decorative = line["shows"], False
    return "line", {"sentence": f"<p>{_bound(line['sentence'])}</p>", "picture": picture}


def _bound(sentence: str) -> str:
    """The sentence with its claims as the editor keeps them."""
    facts = dict(Fact.objects.values_list("slug", "pk"))
    return "".join(
        piece if isinstance(piece, str) else f'<a linktype="claim" id="{facts[piece.slug]}">{piece.words}</a>'
        for piece in split(sentence)
    )
