"""When anything that editors write last changed."""

from wagtail.models import ModelLogEntry, PageLogEntry


def latest_log_entry() -> str:
    """The latest entries of the editor's logs: they move with every change to a page, picture or document."""
    page = PageLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    other = ModelLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{page}.{other}"
