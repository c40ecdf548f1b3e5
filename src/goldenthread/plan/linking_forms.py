"""What a part of a plan is linked to, and which plan takes the place of another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from goldenthread.definitions import framework_slugs, load_framework
from goldenthread.plan.documents import CrosswalkDocument
from goldenthread.plan.forms import find_actions
from goldenthread.plan.models import Action, Plan, Section

LONGEST_NAME = 250


class LinksForm(forms.Form):
    """Themes, items of frameworks, and of an action what has to be done first."""

    themes = forms.CharField(
        label="Themes", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What runs across the plan, one on each line: Young people.",
    )  # fmt: skip
    others = forms.CharField(
        label="Other strategies and duties", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line, the strategy first and then its part, with a colon between. "
        "Health and Wellbeing Strategy: Priority 2. Equality objectives: Objective 1. "
        "Local Outcomes Framework: Multiple disadvantage.",
    )  # fmt: skip
    waits_for = forms.CharField(
        label="Actions that have to be done first", required=False, max_length=300,
        help_text="Their numbers, with commas between: 3, 7.",
    )  # fmt: skip

    def __init__(self, *args: Any, part: Section | Action, **options: Any) -> None:
        super().__init__(*args, **options)
        self.part = part
        if not isinstance(part, Action):
            del self.fields["waits_for"]
        for slug in framework_slugs():
            framework = load_framework(slug)
            self.fields[f"framework_{slug}"] = forms.MultipleChoiceField(
                label=framework.name,
                required=False,
                choices=[(str(each.number), f"{each.number}. {each.plain_name}") for each in framework.principles],
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(["themes", *(f"framework_{slug}" for slug in framework_slugs())])

    @staticmethod
    def initial_of(part: Section | Action) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        official = framework_slugs()
        crosswalks = list(part.crosswalks.all())
        shown: dict[str, Any] = {
            "themes": "\n".join(part.tags.values_list("name", flat=True)),
            "others": "\n".join(each.name for each in crosswalks if each.framework not in official),
        }
        for slug in official:
            shown[f"framework_{slug}"] = [each.code for each in crosswalks if each.framework == slug]
        if isinstance(part, Action):
            shown["waits_for"] = ", ".join(part.waits_for.values_list("number", flat=True))
        return shown

    def clean_themes(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["themes"].splitlines() if line.strip()]

    def clean_others(self) -> list[CrosswalkDocument]:
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        return [name_crosswalk(line) for line in lines]

    def clean_waits_for(self) -> list[Action]:
        return find_actions(self.part.plan, self.cleaned_data["waits_for"])

    def crosswalks(self) -> list[CrosswalkDocument]:
        """All that the part answers to."""
        found = []
        for slug in framework_slugs():
            framework = load_framework(slug)
            for code in self.cleaned_data[f"framework_{slug}"]:
                found.append(CrosswalkDocument(slug, code, framework.principle(int(code)).plain_name))
        return [*found, *self.cleaned_data["others"]]


def name_crosswalk(line: str) -> CrosswalkDocument:
    """A line such as "Health Strategy: Priority 2" as what it answers to."""
    strategy, _, item = (piece.strip() for piece in line.partition(":"))
    framework, code = slugify(strategy)[:80], slugify(item)[:40].strip("-")
    if not framework or not code:
        raise ValidationError(f"“{line}” needs a strategy and one of its parts: Health Strategy: Priority 2.")
    if framework in framework_slugs():
        raise ValidationError(f"Choose the parts of “{load_framework(framework).name}” from its own list.")
    if len(line) > LONGEST_NAME:
        raise ValidationError(f"“{line[:60]}…” is too long: {LONGEST_NAME} characters are the most.")
    return CrosswalkDocument(framework, code, f"{strategy}: {item}")


class SupersedeForm(forms.Form):
    """Which plan takes the place of this one."""

    successor = forms.ModelChoiceField(
        Plan.objects.none(), label="Which plan takes its place?", empty_label="Choose",
        error_messages={"required": "Choose the plan that takes its place."},
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = Plan.objects.in_force().exclude(pk=plan.pk)
