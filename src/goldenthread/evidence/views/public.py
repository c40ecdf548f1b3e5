"""Pages about the place, from its evidence: parse, ask once, present, render."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.definitions import load_framework
from goldenthread.evidence import numbers
from goldenthread.evidence.forms import AreaSearch
from goldenthread.evidence.presenters import area as area_presenter
from goldenthread.evidence.presenters import compare as compare_presenter
from goldenthread.evidence.presenters import data as data_presenter
from goldenthread.evidence.presenters import framework as framework_presenter
from goldenthread.evidence.presenters import gaps as gap_presenter
from goldenthread.evidence.presenters import indicator as indicator_presenter
from goldenthread.evidence.presenters import maps as map_presenter
from goldenthread.evidence.presenters import place as place_presenter
from goldenthread.evidence.presenters.findings import rank_sentence, value_sentence
from goldenthread.frontend.council import this_council
from goldenthread.frontend.downloads import CSV, XLSX, send
from goldenthread.publishing.csv_files import table_to_csv_bytes
from goldenthread.publishing.spreadsheets import tables_to_xlsx

View = Callable[..., HttpResponse]

QUANTILES = ("place", "national")


def needs_evidence(view: View) -> View:
    """Say plainly that there is no evidence yet, and turn what the evidence does not know into "not found"."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except numbers.NoEvidence as nothing:
            return render(request, "evidence/no_evidence.html", {"sentence": str(nothing)})
        except numbers.QuestionError as unknown:
            raise Http404(str(unknown)) from unknown

    return shown


def _place() -> str:
    return this_council().short_name


def _quantiles(request: HttpRequest) -> str:
    asked = request.GET.get("fifths", "place")
    return asked if asked in QUANTILES else "place"


@require_safe
@needs_evidence
def place(request: HttpRequest) -> HttpResponse:
    """What the place is like, and its biggest gaps first."""
    gaps = numbers.gaps()
    page = place_presenter.make_page(numbers.summary(), gaps, _averages(gaps), _place())
    return render(request, "evidence/place.html", {"page": page})


def _averages(gaps: tuple[Any, ...]) -> dict[str, float]:
    """The place's own value of each indicator that has a gap: from its fifths' people where it has none of its own."""
    found: dict[str, float] = {}
    for gap in gaps:
        value = numbers.latest(gap.indicator)
        if value is not None and value.value is not None and gap.period and value.period.label == gap.period.label:
            found[gap.indicator] = value.value
        else:
            average = place_presenter.average_of_fifths(gap)
            if average is not None:
                found[gap.indicator] = average
    return found


@require_safe
@needs_evidence
def gaps(request: HttpRequest) -> HttpResponse:
    """Every indicator's gap, the strongest first, and those that cannot be said."""
    quantiles = _quantiles(request)
    found = numbers.gaps(quantiles)
    context = {"gaps": gap_presenter.split(found, _place()), "quantiles": quantiles, "snapshot": numbers.current().id}
    return render(request, "evidence/gaps.html", context)


@require_safe
@needs_evidence
def gaps_download(request: HttpRequest, form: str) -> HttpResponse:
    """The gaps as a file."""
    table = gap_presenter.gap_table(numbers.gaps(_quantiles(request)), f"Gaps within {_place()}")
    if form == "csv":
        return send(table_to_csv_bytes(table), CSV, f"gaps-{this_council().code}.csv")
    cover = place_presenter.gaps_cover(_place(), numbers.current().id)
    return send(tables_to_xlsx([table], cover), XLSX, f"gaps-{this_council().code}.xlsx")


@require_safe
@needs_evidence
def indicators(request: HttpRequest) -> HttpResponse:
    """Every indicator by theme, with the place's latest figure."""
    themes = place_presenter.indicators_by_theme(
        numbers.definitions(), numbers.all_latest(), set(numbers.summary().indicators_without_values)
    )
    return render(request, "evidence/indicators.html", {"themes": themes})


@require_safe
@needs_evidence
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator: the finding, the pictures, the tables, the proof."""
    definition, place_name, quantiles = numbers.definition(slug), _place(), _quantiles(request)
    gap, own = numbers.gap(slug, quantiles), numbers.latest(slug)
    average = own.value if own else None
    country = numbers.latest(slug, numbers.country_code())
    others = [numbers.series(slug, code) for code in (numbers.region_code(), numbers.country_code()) if code]
    rank = numbers.rank(slug, "neighbours")
    wards = numbers.values(slug, "ward24")
    context = {
        "definition": definition,
        "line": gap_presenter.make_gap_line(gap, place_name),
        "gap": gap,
        "quantiles": quantiles,
        "value_sentence": value_sentence(definition, own, place_name),
        "trend": indicator_presenter.trend_figure(definition, numbers.series(slug), others, place_name),
        "fifths": indicator_presenter.fifths_figure(gap, average, place_name),
        "slope": indicator_presenter.slope_figure(gap),
        "gap_trend": indicator_presenter.gap_trend_figure(gap),
        "wards": indicator_presenter.wards_figure(
            definition, [each for each in wards if each.in_place], average, place_name
        ),
        "both_gaps": indicator_presenter.reconcile(gap, numbers.between_wards(slug), place_name),
        "groups": indicator_presenter.group_sections(definition, numbers.groups(slug), average, place_name),
        "neighbours": indicator_presenter.comparators_figure(
            definition, own, numbers.neighbours(slug), rank, country, place_name
        ),
        "ranks": [sentence for sentence in (rank_sentence(numbers.rank(slug), place_name),) if sentence],
        "how_sure": indicator_presenter.how_sure(definition),
        "source": numbers.source_name(definition.source),
        "map_kind": numbers.best_map_kind(slug),
        "place_name": place_name,
    }
    return render(request, "evidence/indicator.html", context)


@require_safe
@needs_evidence
def how_we_know(request: HttpRequest, slug: str) -> HttpResponse:
    """Every step from the source to an indicator's figures."""
    provenance = numbers.provenance(slug)
    shown, total = provenance.issues[:200], len(provenance.issues)
    context = {
        "definition": provenance.definition,
        "provenance": provenance,
        "kinds": data_presenter.provenance_table(provenance),
        "issues": data_presenter.issues_table(shown, "What was found wrong in the source, and what was done"),
        "issues_total": total,
        "issues_shown": len(shown),
    }
    return render(request, "evidence/how_we_know.html", context)


@require_safe
@needs_evidence
def indicator_download(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """An indicator's values as a file: all of them as CSV, those about the place and its like as a spreadsheet."""
    definition = numbers.definition(slug)
    everything = numbers.everything(slug)
    if form == "csv":
        table = data_presenter.values_table(definition, everything)
        return send(table_to_csv_bytes(table), CSV, f"{slug}.csv")
    near = {each.code for each in numbers.neighbours()}
    table = data_presenter.values_table(definition, data_presenter.for_a_spreadsheet(everything, near))
    cover = data_presenter.cover_of(definition, _place(), numbers.source_name(definition.source), numbers.current().id)
    return send(tables_to_xlsx([table], cover), XLSX, f"{slug}.xlsx")


@require_safe
@needs_evidence
def map_page(request: HttpRequest) -> HttpResponse:
    """One indicator on a map of the place, with the list beside it."""
    mappable = numbers.mappable()
    if not mappable:
        return render(request, "evidence/no_map.html")
    headlines = (each for each in mappable if numbers.definition(each).is_headline)
    slug = request.GET.get("indicator") or next(headlines, next(iter(mappable)))
    definition, kinds = numbers.definition(slug), mappable.get(slug, ())
    kind = request.GET.get("areas", "")
    if kind not in kinds:
        kind = map_presenter.best_kind(kinds, lambda each: numbers.values(slug, each)) if kinds else "ward24"
    as_hexagons = request.GET.get("drawn") == "hexagons"
    borders = numbers.outlines("ward24") if kind in {"lsoa21", "lsoa11"} else ()
    found = map_presenter.make_map(
        definition, numbers.values(slug, kind), numbers.outlines(kind), kind, as_hexagons=as_hexagons, borders=borders
    )
    context = {
        "definition": definition,
        "map": found,
        "kind": kind,
        "kinds": [(each, map_presenter.MAP_KINDS[each]) for each in kinds],
        "as_hexagons": as_hexagons,
        "choices": place_presenter.choices(mappable, numbers.definitions(), slug),
    }
    return render(request, "evidence/map.html", context)


@require_safe
@needs_evidence
def compare(request: HttpRequest) -> HttpResponse:
    """The place beside the councils most like it."""
    lines = compare_presenter.make_lines(
        numbers.definitions(), numbers.all_latest(), numbers.ranks("neighbours"), numbers.ranks("districts")
    )
    context = {"lines": lines, "neighbours": numbers.neighbours(), "place_name": _place()}
    return render(request, "evidence/compare.html", context)


# The form changes nothing and leads to a public page; a token of one's own would only keep this page from being shared.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@needs_evidence
def my_area(request: HttpRequest) -> HttpResponse:
    """Find your own area by postcode or ward. The postcode is sent in the body, so that no address or log keeps it."""
    wards = numbers.areas("ward24")
    form = AreaSearch(request.POST if request.method == "POST" else None, wards=wards, place=_place())
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(reverse("evidence:area", args=[form.cleaned_data["area_code"]]))
    context = {
        "form": form,
        "wards": wards,
        "localities": numbers.areas("locality"),
        "knows_postcodes": numbers.knows_postcodes(),
    }
    return render(request, "evidence/my_area.html", context, status=422 if form.errors else 200)


@require_safe
@needs_evidence
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One ward, neighbourhood or small area: its figures beside the place's."""
    profile = numbers.profile(code)
    if not profile.area.in_place or profile.area.kind in {"district", "county"}:
        raise Http404(f"{profile.area.name} is not an area within {_place()}.")
    inner = ["locality", "ward24", "msoa21", "msoa11", "lsoa21"]
    context = {
        "profile": profile,
        "kind": area_presenter.kind_words(profile.area.kind),
        "sentence": area_presenter.headline_sentence(profile, _place()),
        "themes": area_presenter.themes_of(profile, numbers.definitions()),
        "deprivation": area_presenter.deprivation_rows(profile.deprivation),
        "lies_in": area_presenter.related(profile.lies_in, inner),
        "holds": area_presenter.related(profile.holds, inner),
        "place_name": _place(),
    }
    return render(request, "evidence/area.html", context)


@require_safe
@needs_evidence
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """The indicators in the order of a framework: the eight Marmot principles."""
    if slug != "marmot":  # the only framework that indicators are sorted under
        raise Http404(f"There is no framework {slug}.")
    try:
        found = load_framework(slug)
    except (KeyError, LookupError, ValueError) as unknown:
        raise Http404(f"There is no framework {slug}.") from unknown
    page = framework_presenter.make_page(found, numbers.definitions(), numbers.all_latest(), numbers.gaps())
    return render(request, "evidence/framework.html", {"framework": found, "principles": page})


@require_safe
@needs_evidence
def data(request: HttpRequest) -> HttpResponse:
    """Every source, its vintage and licence, and what was mended."""
    snapshot, issues = numbers.current(), numbers.issues()
    context = {
        "snapshot": snapshot,
        "sources": data_presenter.sources(snapshot.manifest, issues),
        "summary": numbers.summary(),
        "without_values": [numbers.definition(slug) for slug in numbers.summary().indicators_without_values],
        "issues_total": len(issues),
    }
    return render(request, "evidence/data.html", context)


@require_safe
@needs_evidence
def source(request: HttpRequest, source: str) -> HttpResponse:
    """One source: its files, what was mended, and the indicators made from it."""
    files = [entry for entry in numbers.current().manifest if entry["source"] == source]
    if not files:
        raise Http404(f"The evidence has no source {source}.")
    issues = [issue for issue in numbers.issues() if issue["source"] == source]
    context = {
        "files": files,
        "first": files[0],
        "issues": data_presenter.issues_table(issues[:500], "What was found wrong, and what was done"),
        "issues_total": len(issues),
        "issues_shown": min(len(issues), 500),
        "indicators": [each for each in numbers.definitions().values() if each.source == source],
    }
    return render(request, "evidence/source.html", context)
