"""When anything that editors write last changed, and which pages quote a fact."""

from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex

from goldenthread.evidence.models import Fact


def latest_log_entry() -> str:
    """The latest entries of the editor's logs: they move with every change to a page, picture or document."""
    page = PageLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    other = ModelLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{page}.{other}"


def pages_quoting(slug: str, *, is_staff: bool) -> list[Page]:
    """Pages and stories whose words are bound to a fact, by Wagtail's own index of references."""
    fact = Fact.objects.filter(slug=slug).first()
    if fact is None:
        return []
    keys = {int(each.object_id) for each in ReferenceIndex.get_references_to(fact)}
    pages = Page.objects.filter(pk__in=keys)
    return list((pages if is_staff else pages.live().public()).order_by("title"))
