"""Councils, the areas they are made of, and the postcodes in them. Names, outlines and populations: no other number."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from goldenthread.engine.tables import AREA_KINDS
from goldenthread.place import postcodes

KIND_CHOICES = list(AREA_KINDS.items())

#: Which kind is meant when one code names areas of two editions: the Census 2021 kept most codes of 2011.
KINDS_NEWEST_FIRST = (
    "ward24",
    "locality",
    "lsoa21",
    "msoa21",
    "lsoa11",
    "msoa11",
    "district",
    "county",
    "region",
    "country",
)


class Council(models.Model):
    """A council whose evidence has been brought in, and the snapshot its areas were filled from."""

    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    snapshot_id = models.CharField(max_length=100, blank=True)
    filled_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AreaQuerySet(models.QuerySet["Area"]):
    def current(self) -> AreaQuerySet:
        """Areas of the evidence in use; those of earlier evidence are kept only because something may point at them."""
        return self.filter(is_current=True)

    def in_place(self, council_code: str = "") -> AreaQuerySet:
        """Areas that lie in a council's place (any council's, when none is named)."""
        if council_code:
            return self.filter(council__code=council_code)
        return self.filter(council__isnull=False)

    def of_kind(self, kind: str) -> AreaQuerySet:
        """Areas of one kind: "ward24", "district"."""
        return self.filter(kind=kind)

    def wards(self) -> AreaQuerySet:
        """Wards in the place."""
        return self.current().in_place().of_kind("ward24")

    def small_areas(self) -> AreaQuerySet:
        """The small areas of the Census 2021 (LSOA) in the place."""
        return self.current().in_place().of_kind("lsoa21")

    def neighbourhoods(self) -> AreaQuerySet:
        """The Census's neighbourhoods (MSOA) and the council's own localities in the place."""
        return self.current().in_place().filter(kind__in=["msoa21", "locality"])

    def within(self, area: Area) -> AreaQuerySet:
        """Areas that lie in the given one."""
        return self.filter(parent_links__parent=area)

    def around(self, area: Area) -> AreaQuerySet:
        """Areas that the given one lies in."""
        return self.filter(child_links__child=area)

    def without_outlines(self) -> AreaQuerySet:
        """The same areas with their outlines left in the database until asked for: they are long."""
        return self.defer("outline")

    def by_code(self, code: str) -> Area:
        """The area with the code; of two editions with the same code, the newest."""
        newest_first = models.Case(
            *(models.When(kind=kind, then=models.Value(rank)) for rank, kind in enumerate(KINDS_NEWEST_FIRST)),
            output_field=models.IntegerField(),
        )
        found = self.filter(code=code.strip().upper()).order_by(newest_first).first()
        if found is None:
            raise self.model.DoesNotExist(f"There is no area with the code {code!r}.")
        return found


class Area(models.Model):
    """A part of a place, or a place to compare with."""

    code = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    council = models.ForeignKey(Council, null=True, blank=True, on_delete=models.PROTECT, related_name="areas")
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    outline = models.TextField(blank=True, help_text="GeoJSON geometry, longitude and latitude, simplified.")
    outline_basis = models.CharField(max_length=80, blank=True)
    longitude = models.FloatField(null=True, blank=True, help_text="Of a point inside the outline.")
    latitude = models.FloatField(null=True, blank=True)
    parents = models.ManyToManyField("self", through="AreaLink", symmetrical=False, related_name="children")
    is_current = models.BooleanField(default=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]
        constraints = [models.UniqueConstraint(fields=["code", "kind"], name="one_area_for_each_code_and_kind")]
        indexes = [models.Index(fields=["kind", "name"], name="area_by_kind")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:area", args=[self.code])

    @property
    def is_ward(self) -> bool:
        return self.kind == "ward24"

    @property
    def is_small_area(self) -> bool:
        return self.kind in {"lsoa21", "lsoa11"}


class AreaLink(models.Model):
    """One area lies in another: exactly, or by the best fit."""

    child = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="child_links")
    basis = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "parent"], name="an_area_lies_in_another_once")]

    def __str__(self) -> str:
        return f"{self.child} in {self.parent}"


class PostcodeQuerySet(models.QuerySet["Postcode"]):
    def find(self, text: str) -> Postcode:
        """The postcode somebody typed, with its ward and small area.

        Raises :class:`~goldenthread.place.postcodes.NotAPostcode` when it cannot be one, and `DoesNotExist` when it is
        not in the place.
        """
        code = postcodes.normalise(text)
        return self.select_related("small_area", "ward").get(code=code)


class Postcode(models.Model):
    """A postcode in the place, kept without its space, and the areas most of it lies in."""

    code = models.CharField(max_length=8, unique=True)
    small_area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    ward = models.ForeignKey(Area, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    objects = PostcodeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return postcodes.spaced(self.code)
