"""What the pages that editors write are filled up with."""

from django import template
from django.utils import timezone

from goldenthread.reports.models import HomePage
from goldenthread.reports.presenters.home import Home, make_home

register = template.Library()


@register.simple_tag
def front_page(page: HomePage) -> Home:
    """The front page as it is today, with what editors left empty filled in."""
    return make_home(page, on=timezone.localdate())
