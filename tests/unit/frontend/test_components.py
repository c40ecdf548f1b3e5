"""The components that pages are made of."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from goldenthread.frontend.widgets import DayField
from goldenthread.publishing.figures import Column, Figure, Table


def draw(source, address="/", **values):
    return Template(source).render(Context({"request": RequestFactory().get(address), **values}))


TABLE = Table(
    caption="Life expectancy by fifth",
    columns=(Column("Fifth"), Column("Years", decimals=1)),
    rows=(("Most deprived", 75.25), ("Least deprived", None)),
    source="An office",
    notes=("Rounded.",),
)


def test_a_table_names_its_rows_and_sets_numbers_to_the_right():
    html = draw("{% table table %}", table=TABLE)
    assert '<th scope="row"' in html
    assert '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Years</th>' in html
    assert "govuk-table__cell--numeric" in html
    assert "not available" in html
    assert "Source: An office" in html
    assert "Rounded." in html


def test_a_tables_rows_may_be_links():
    html = draw("{% table table links=links %}", table=TABLE, links=["/areas/a/", "/areas/b/"])
    assert '<a class="govuk-link" href="/areas/b/">Least deprived</a>' in html


def test_an_empty_table_says_so():
    empty = Table(caption="Nothing", columns=(Column("A"), Column("B")), rows=())
    assert "There is nothing to show here yet." in draw("{% table table %}", table=empty)


def test_words_in_a_table_are_escaped():
    rude = Table(caption="<b>", columns=(Column("<i>"),), rows=(("<script>",),))
    html = draw("{% table table %}", table=rude)
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_figure_carries_both_drawings_its_finding_and_its_table():
    figure = Figure(
        svg_wide="<svg id='wide'></svg>",
        svg_narrow="<svg id='narrow'></svg>",
        title="The gap has not changed",
        alternative_text="A line",
        table=TABLE,
    )
    html = draw("{% figure figure level=3 how='/how/' %}", figure=figure)
    assert "<svg id='wide'></svg>" in html
    assert "<svg id='narrow'></svg>" in html
    assert "<h3 " in html
    assert "Life expectancy by fifth" in html
    assert 'href="/how/"' in html


class ExampleForm(forms.Form):
    title = forms.CharField(help_text="As residents say it")
    note = forms.CharField(required=False, widget=forms.Textarea)
    status = forms.ChoiceField(choices=[("a", "On track"), ("b", "Stuck")], widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(choices=[("x", "Ex"), ("y", "Why")], widget=forms.CheckboxSelectMultiple)
    team = forms.ChoiceField(choices=[("1", "Parks")])
    agreed = forms.BooleanField(label="I agree")
    due = DayField(label="Due")
    file = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")


def test_every_field_has_a_label_or_a_legend():
    html = draw("{% form_fields form %}", form=ExampleForm())
    for name in ("title", "note", "team", "agreed", "file"):
        assert f'for="id_{name}"' in html
        assert f'id="id_{name}"' in html
    for legend in ("Status", "Groups", "Due"):
        assert f"{legend}</legend>" in html
    assert html.count('<input class="govuk-radios__input"') == 2
    assert 'id="id_due_0"' in html
    assert "Note (optional)" in html
    assert 'type="hidden" name="secret"' in html


def test_hints_and_errors_are_tied_to_their_field():
    form = ExampleForm({"title": "", "due_0": "31", "due_1": "2", "due_2": "2026"})
    html = draw("{% error_summary form %}{% form_fields form %}", form=form)
    assert 'aria-describedby="id_title-hint id_title-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<a href="#id_title">' in html
    assert '<a href="#id_status_0">' in html
    assert '<a href="#id_due_0">There is no such day' in html


def test_what_was_chosen_stays_chosen():
    form = ExampleForm({"status": "b", "groups": ["y"], "due_0": "7", "due_1": "3", "due_2": "2026"})
    html = draw("{% field form.status %}{% field form.groups %}{% input form.due %}", form=form)
    assert 'value="b" checked' in html
    assert 'value="a" checked' not in html
    assert 'value="y" checked' in html
    assert 'value="2026"' in html


def test_a_form_that_was_not_sent_has_no_error_summary():
    assert draw("{% error_summary form %}", form=ExampleForm()).strip() == ""


def test_pages_of_a_list_keep_the_filters_of_the_address():
    page = Paginator(range(100), 10).page(5)
    html = draw("{% pagination page %}", address="/staff/?team=2&page=5", page=page)
    assert 'href="?team=2&amp;page=4"' in html
    assert 'aria-current="page">5<' in html
    assert draw("{% pagination page %}", page=Paginator(range(5), 10).page(1)).strip() == ""


def test_an_address_is_changed_one_parameter_at_a_time():
    assert draw("{% address_with team=3 %}", address="/?team=2&q=a") == "?team=3&amp;q=a"
    assert draw("{% address_with team='' q='' %}", address="/list/?team=2&q=a") == "/list/"


def test_breadcrumbs_end_where_the_reader_is():
    html = draw('{% breadcrumbs "Home" "/" "Place" "/place/" "Gaps" %}')
    assert html.count("<a ") == 2
    assert '<li class="govuk-breadcrumbs__list-item" aria-current="page">Gaps</li>' in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% button 'Save' %}", '<button type="submit"'),
        ("{% button 'Go' href='/go/' kind='start' %}", 'href="/go/" role="button"'),
        ("{% back_link '/up/' %}", 'href="/up/" class="govuk-back-link"'),
        ("{% tag 'Late' 'red' %}", '<strong class="govuk-tag govuk-tag--red">Late</strong>'),
        ("{% inset %}So it is{% endinset %}", '<div class="govuk-inset-text">So it is</div>'),
        ("{% details summary='More' %}<p>it</p>{% enddetails %}", "<p>it</p>"),
        ("{% warning %}Mind{% endwarning %}", "Mind"),
        ("{% notification title='New' %}Words{% endnotification %}", 'aria-label="New"'),
        ("{% phase_banner 'Draft' 'Not agreed yet' %}", "Not agreed yet"),
        ("{% how_we_know '/how/' source='An office' %}", "How do we know this?"),
        ("{% exit_this_page %}", 'href="/exit/"'),
        ("{{ '<p>a  <b>b</b></p>'|words_only }}", "a b"),
    ],
)
def test_each_component_draws(source, expected):
    assert expected in draw(source)


def test_a_tag_escapes_its_words():
    assert "<b>" not in draw("{% tag words %}", words="<b>Late</b>")


class Chooser(forms.Form):
    """A select with a group, a value that is no text, words to escape and an empty choice."""

    one = forms.ChoiceField(choices=[("", "Any"), (3, "R & D"), ("Homes", [("a", "<Flats>"), ("b", "Houses")])])


def test_a_select_is_what_django_draws():
    def squeezed(html):
        return " ".join(str(html).replace("> <", "><").split()).replace("> <", "><")

    for chosen in ("", 3, "b"):
        ours, plain = Chooser(initial={"one": chosen}), Chooser(initial={"one": chosen}, renderer=DjangoTemplates())
        assert squeezed(ours["one"]) == squeezed(plain["one"])
        assert "selected" in str(ours["one"])


@pytest.mark.parametrize("source", ["{% tag 'Late' 'scarlet' %}", "{% button 'Go' kind='huge' %}"])
def test_a_kind_that_does_not_exist_is_refused(source):
    with pytest.raises(TemplateSyntaxError, match="There is no"):
        draw(source)


def test_a_summary_list_shows_what_can_be_done():
    html = draw("{% summary_list rows %}", rows=[("Owner", "Ada"), ("Due", "March", "Change", "/change/")])
    assert '<dd class="govuk-summary-list__value">Ada</dd>' in html
    assert '<a class="govuk-link" href="/change/">Change<span class="govuk-visually-hidden"> Due</span></a>' in html
