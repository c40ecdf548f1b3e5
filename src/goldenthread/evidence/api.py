"""The read API over the evidence: the place, its indicators with their values and gaps, its areas and its sources."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from goldenthread.engine.tables import AREA_KINDS
from goldenthread.evidence import numbers, schemas
from goldenthread.evidence.models import Fact
from goldenthread.evidence.presenters import answers
from goldenthread.evidence.presenters.facts import make_fact

router = Router()

MOST_AT_ONCE = 1000

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Page(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(200, ge=1, le=MOST_AT_ONCE, description="How many at most.")
    offset: int = Field(0, ge=0, description="How many to pass over first.")


class ValueFilter(Page):
    """Which of an indicator's values are wanted; what is left empty chooses nothing."""

    kind: str = Field("", description=f"Kind of area: {', '.join(AREA_KINDS)}.")
    area_code: str = ""
    period: str = Field("", description='A period as it is written in the answers, or "latest".')
    characteristic: str = Field("", description='"all" for everyone, or what the groups are groups of.')
    group: str = ""


def in_words(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Answer "not found" with the evidence's own sentence."""

    @wraps(view)
    def answered(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        try:
            return view(*args, **kwargs)
        except (numbers.NoEvidence, numbers.QuestionError) as nothing:
            raise HttpError(404, str(nothing)) from nothing

    return answered


NOT_FOUND = {404: schemas.ErrorOut}


def _part(items: Sequence[Any], page: Page, make: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """One part of a list, with how many there are in all."""
    return {"count": len(items), "items": [make(each) for each in items[page.offset : page.offset + page.limit]]}


@router.get("/place", response={200: schemas.PlaceOut, **NOT_FOUND}, summary="The place at a glance")
@in_words
def get_place(request: HttpRequest) -> Any:
    return answers.make_place(numbers.summary())


@router.get("/indicators", response={200: schemas.IndicatorsOut, **NOT_FOUND}, summary="Every indicator")
@in_words
def list_indicators(
    request: HttpRequest, page: Query[Page], theme: str = "", marmot_principle: int | None = None
) -> Any:
    latest, kinds = numbers.all_latest(), numbers.kinds_with_values()
    chosen = [
        each
        for each in numbers.definitions().values()
        if (not theme or each.theme == theme)
        and (marmot_principle is None or each.marmot_principle == marmot_principle)
    ]
    return _part(chosen, page, lambda each: answers.make_indicator(each, latest.get(each.slug), kinds[each.slug]))


@router.get(
    "/indicators/{slug}",
    response={200: schemas.IndicatorDetailOut, **NOT_FOUND},
    summary="One indicator: its definition, and what it is known for",
)
@in_words
def get_indicator(request: HttpRequest, slug: str) -> Any:
    provenance = numbers.provenance(slug)
    return answers.make_indicator_detail(provenance, numbers.latest(slug), numbers.kinds_with_values()[slug])


@router.get(
    "/indicators/{slug}/values",
    response={200: schemas.ValuesOut, **NOT_FOUND},
    summary="An indicator's values, with intervals",
)
@in_words
def list_values(request: HttpRequest, slug: str, wanted: Query[ValueFilter]) -> Any:
    asked = wanted.dict(exclude={"limit", "offset"})
    count, values = numbers.chosen(slug, first=wanted.offset, most=wanted.limit, **asked)
    return {"count": count, "items": [answers.make_value(each) for each in values]}


@router.get(
    "/indicators/{slug}/gap", response={200: schemas.GapOut, **NOT_FOUND}, summary="How unequal one indicator is"
)
@in_words
def get_gap(request: HttpRequest, slug: str, fifths: Literal["place", "national"] = "place") -> Any:
    return answers.make_gap(numbers.gap(slug, fifths))


@router.get("/gaps", response={200: schemas.GapsOut, **NOT_FOUND}, summary="Every indicator's gap, the strongest first")
@in_words
def list_gaps(request: HttpRequest, page: Query[Page], fifths: Literal["place", "national"] = "place") -> Any:
    return _part(numbers.gaps(fifths), page, answers.make_gap)


@router.get("/areas", response={200: schemas.AreasOut, **NOT_FOUND}, summary="Areas, by kind")
@in_words
def list_areas(request: HttpRequest, page: Query[Page], kind: str = "", in_place: bool = True) -> Any:
    if kind and kind not in AREA_KINDS:
        raise HttpError(422, f"There is no kind of area {kind!r}. The kinds are {', '.join(AREA_KINDS)}.")
    found = [
        each for each in numbers.every_area() if (each.in_place or not in_place) and (not kind or each.kind == kind)
    ]
    return _part(found, page, answers.make_area)


@router.get(
    "/areas/{code}", response={200: schemas.AreaDetailOut, **NOT_FOUND}, summary="One area with its latest figures"
)
@in_words
def get_area(request: HttpRequest, code: str) -> Any:
    return answers.make_area_detail(numbers.profile(code))


@router.get("/sources", response={200: schemas.SourcesOut, **NOT_FOUND}, summary="Where the numbers come from")
@in_words
def list_sources(request: HttpRequest, page: Query[Page]) -> Any:
    return _part(_sources(), page, lambda each: each)


@router.get("/sources/{source}", response={200: schemas.SourceOut, **NOT_FOUND}, summary="One source and its files")
@in_words
def get_source(request: HttpRequest, source: str) -> Any:
    found = next((each for each in _sources() if each["id"] == source), None)
    if found is None:
        raise HttpError(404, f"The evidence has no source {source!r}. GET /sources names them.")
    return found


def _sources() -> list[dict[str, Any]]:
    return answers.make_sources(numbers.current().manifest, numbers.definitions().values(), numbers.issues())


@router.get(
    "/issues", response={200: schemas.IssuesOut, **NOT_FOUND}, summary="What was found wrong, and what was done"
)
@in_words
def list_issues(request: HttpRequest, page: Query[Page], source: str = "") -> Any:
    found = [each for each in numbers.issues() if not source or each["source"] == source]
    return _part(found, page, dict)


@router.get("/facts", response={200: schemas.FactsOut}, summary="Facts that claims are bound to")
def list_facts(request: HttpRequest, page: Query[Page], statistic: str = "", indicator: str = "") -> Any:
    found = Fact.objects.public().with_everything()
    if statistic:
        found = found.filter(statistic=statistic)
    if indicator:
        found = found.filter(indicator__slug=indicator)
    chosen = found[page.offset : page.offset + page.limit]
    return {"count": found.count(), "items": [make_fact(each) for each in chosen]}


@router.get("/facts/{slug}", response={200: schemas.FactOut, **NOT_FOUND}, summary="One fact, with what proves it")
def get_fact(request: HttpRequest, slug: str) -> Any:
    found = Fact.objects.public().with_everything().filter(slug=slug).first()
    if found is None:
        raise HttpError(404, f"There is no fact {slug!r}, or it has not been verified. GET /facts names them.")
    return make_fact(found)
