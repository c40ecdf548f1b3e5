"""What is drawn without a template escapes all that is written, and says the same as Django's own templates."""

import re
from dataclasses import dataclass

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe

from goldenthread.frontend import drawn
from goldenthread.frontend.form_renderer import DrawnControls

NASTY = '<b onclick="x">&'
ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;&amp;"


@dataclass
class Row:
    label: str = NASTY
    title: str = NASTY
    href: str = f"/{NASTY}"
    more: str = NASTY
    notes: tuple = ((NASTY, NASTY),)
    marks: tuple = ((NASTY, "red"), ("Late", ""))


@dataclass
class Aim:
    label: str = NASTY
    title: str = NASTY
    href: str = f"/{NASTY}"
    number: str = "2.1"
    depth: int = 0
    to: str = f"?aim={NASTY}"
    see: str = NASTY
    heard: str = NASTY


def render(words, **context):
    return Template(words).render(Context(context))


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("{% promise row %}", 7),
        ("{% promise row linked=False %}", 6),
        ("{% aim_line aim %}", 6),
        ("{% aim_line aim linked=False %}", 5),
        ("{% count_row nasty numbers %}", 1),
        ("{% link_line row %}", 3),
        ("{% tag nasty 'red' %}", 1),
    ],
)
def test_nothing_that_is_written_becomes_markup(words, written):
    page = render(words, row=Row(), aim=Aim(), nasty=NASTY, numbers=[1, 2])
    assert NASTY not in page
    assert "<b " not in page
    assert page.count(ESCAPED) == written


def test_what_is_markup_already_stays_so():
    page = render("{% tag text %}", text=mark_safe("<em>On</em> track"))
    assert page.strip().endswith("<em>On</em> track</strong>")


def test_a_line_says_where_it_leads_what_more_there_is_and_how_it_stands():
    row = Row("Action 2", "Mend the kerbs", "/a/", "Led by: Streets", (), (("On track", "teal"), ("Overdue", "red")))
    page = render("{% promise row %}", row=row)
    assert '<a class="govuk-link gt-promise__title" href="/a/">Mend the kerbs</a>' in page
    assert re.findall(r"<strong[^>]*>([^<]*)", page) == ["On track", "Overdue"]
    assert "<a " not in render("{% promise row linked=False %}", row=row)
    assert "Mend the kerbs</p>" in render("{% promise row more='title' %}", row=row)


@pytest.mark.parametrize(
    ("number", "depth", "heading"),
    [("2", 0, '<h2 class="govuk-heading-l" id="aim-2">'), ("2", 1, '<h3 class="govuk-heading-m" id="aim-2">'),
     ("", 1, '<h2 class="govuk-heading-m">')],
)  # fmt: skip
def test_an_aims_heading_is_as_deep_as_the_aim(number, depth, heading):
    page = render("{% aim_line aim %}", aim=Aim(number=number, depth=depth))
    assert heading in page
    assert ("gt-aim--inner" in page) == bool(depth)
    assert "<p" not in render("{% aim_line aim %}", aim=Aim(to=""))


def test_a_colour_that_is_none_is_refused():
    with pytest.raises(TemplateSyntaxError, match="no tag of the colour 'pink'"):
        render("{% tag 'Late' 'pink' %}")


class Choices(forms.Form):
    one = forms.ChoiceField(choices=[("", "Any"), (NASTY, NASTY), ("Group", [("1", "one"), ("2", 'two "q"')])])
    number = forms.TypedChoiceField(choices=[(1, 1), (2, 2)], coerce=int)
    maybe = forms.NullBooleanField()
    many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])


def test_a_list_to_choose_from_is_the_one_that_django_draws():
    form = Choices({"one": "2", "number": "2", "maybe": "true", "many": ["a", "b"]})
    for name in form.fields:
        bound = form[name]
        theirs = bound.field.widget.render(bound.html_name, bound.value(), {"id": "x"}, renderer=DjangoTemplates())
        ours = bound.field.widget.render(bound.html_name, bound.value(), {"id": "x"}, renderer=form.renderer)
        assert flat(ours) == flat(theirs), name
        assert ours.count(" selected") == (2 if name == "many" else 1)


@pytest.mark.parametrize("value", [None, "", 0, NASTY, "two words", mark_safe("a &amp; b"), True, 1234567.5])
@pytest.mark.parametrize(
    "control",
    [forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput, forms.DateInput,
     forms.PasswordInput, forms.SearchInput, lambda **given: forms.Select(choices=[(1, NASTY), (True, "b")], **given)],
)  # fmt: skip
def test_a_control_that_is_drawn_at_once_is_the_one_that_django_draws(control, value):
    attributes = {"id": NASTY, "required": True, "disabled": False, "maxlength": 1000, "data-x": mark_safe("&quot;")}
    widget = control(attrs=attributes)
    assert isinstance(forms.Form().renderer, DrawnControls)
    ours, theirs = (widget.render(NASTY, value, renderer=each()) for each in (DrawnControls, DjangoTemplates))
    assert flat(ours) == flat(theirs)
    assert f'name="{ESCAPED}"' in ours


def flat(page):
    return re.sub(r"\s+", " ", page).replace("> <", "><").strip()


def test_a_choice_with_a_template_of_its_own_keeps_it():
    class Own(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    assert 'type="' in drawn.draw_options(Own(choices=[("1", "one")]).get_context("n", "1", {})["widget"])
