"""The register of consents: entering, correcting, withdrawing; and who stands behind an alias, kept apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from goldenthread.accounts.models import Person
from goldenthread.plan.states import NotPossible
from goldenthread.reports.actions.keeping import keep, write_down
from goldenthread.reports.models import Alias, AliasHolder, Consent, EditionWithdrawal, ReportEdition, StoryPage
from goldenthread.reports.stories import permissions
from goldenthread.reports.stories.consenting import names_them
from goldenthread.reports.stories.kinds import Channel, Scope
from goldenthread.reports.stories.reading import Use, UsedIn, find_uses

#: What may be put right in a consent. Whose it is stays: for somebody else there is another.
CHANGEABLE = frozenset(
    {*(scope.field for scope in Scope), *(channel.field for channel in Channel)}
    | {"words", "wording", "form_reference", "given_on", "until"}
)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What came of a withdrawal."""

    consent: Consent
    taken_down: tuple[Use, ...]
    marked: tuple[Use, ...]
    to_rewrite: tuple[Use, ...]


@transaction.atomic
def record_consent(
    *,
    reference: str,
    alias: str,
    scopes: Collection[Scope],
    channels: Collection[Channel],
    wording: str,
    form_reference: str,
    given_on: date,
    by: Person,
    at: datetime,
    until: date | None = None,
    words: str = "",
    name: str = "",
    contact: str = "",
) -> Consent:
    """Enter what somebody agreed to. Their name goes into the register of aliases and nowhere else."""
    permissions.check_can_keep_consents(by)
    if given_on > timezone.localdate(at):
        raise NotPossible("This day is still to come. Enter the consent once it has been given.")
    consent = Consent(
        reference=reference.strip(),
        alias=_find_or_make_alias(alias, name, by=by, at=at),
        wording=wording.strip(),
        form_reference=form_reference.strip(),
        given_on=given_on,
        until=until,
        words=words.strip(),
        recorded_by=by,
        **{scope.field: scope in scopes for scope in Scope},
        **{channel.field: channel in channels for channel in Channel},
    )
    _check_says_what_and_where(consent)
    keep(consent, by=by, at=at)
    after = {**_told(consent), "given_on": given_on, "until": until}
    write_down("entered the consent", consent, by=by, at=at, after=after)
    if name.strip():
        record_holder(alias=consent.alias, name=name, contact=contact, by=by, at=at)
    return consent


@transaction.atomic
def change_consent(*, consent: Consent, changes: Mapping[str, Any], by: Person, at: datetime) -> Consent:
    """Put right what the register says of a consent. What it no longer covers is not shown from this moment on."""
    permissions.check_can_keep_consents(by)
    _lock(consent)
    if consent.withdrawn_on is not None:
        raise NotPossible(f"The consent {consent.reference} was withdrawn. If they agree again, enter a new one.")
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise NotPossible(f"A consent’s {', '.join(sorted(unknown))} cannot be changed.")
    before = {name: getattr(consent, name) for name in changes if getattr(consent, name) != changes[name]}
    if not before:
        return consent
    for name in before:
        setattr(consent, name, changes[name])
    _check_says_what_and_where(consent)
    keep(consent, by=by, at=at)
    after = {name: getattr(consent, name) for name in before}
    write_down("changed the consent", consent, by=by, at=at, before=before, after=after)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, how: str, by: Person, at: datetime) -> Withdrawn:
    """Take back a consent: every page that stands on it comes down, every edition that uses it is marked, now.

    Nothing may be kept up because it would be missed: it is their decision and takes effect at once.
    """
    permissions.check_can_keep_consents(by)
    _lock(consent)
    if consent.withdrawn_on is not None:
        raise NotPossible(f"The consent {consent.reference} was withdrawn on {consent.withdrawn_on:%-d %B %Y} already.")
    if not how.strip():
        raise NotPossible("Say how they told you: by telephone, in a letter, in person.")
    uses = find_uses(consent)
    consent.withdrawn_on, consent.withdrawn_how = timezone.localdate(at), how.strip()
    keep(consent, by=by, at=at)
    taken_down = tuple(use for use in uses if use.kind is UsedIn.PAGE)
    marked = tuple(use for use in uses if use.kind is UsedIn.EDITION)
    to_rewrite = tuple(use for use in uses if use.kind in {UsedIn.DRAFT, UsedIn.REPORT})
    after = {
        "withdrawn_on": consent.withdrawn_on,
        "pages taken down": [use.title for use in taken_down],
        "editions marked": [use.title for use in marked],
        "to be rewritten": [f"{use.title}, {use.where}" if use.where else use.title for use in to_rewrite],
    }
    write_down("withdrew the consent", consent, by=by, at=at, after=after)
    for use in taken_down:
        _take_down(StoryPage.objects.get(pk=use.key), consent, by=by, at=at)
    for use in marked:
        _mark(ReportEdition.objects.get(pk=use.key), use.marks, consent, by=by, at=at)
    return Withdrawn(consent, taken_down, marked, to_rewrite)


@transaction.atomic
def record_holder(*, alias: Alias, name: str, contact: str, by: Person, at: datetime) -> None:
    """Write down who stands behind an alias. The log says that it was done, and not who it is."""
    permissions.check_can_keep_consents(by)
    if not name.strip():
        raise NotPossible("Write who stands behind the alias.")
    if names_them(alias.name, name):
        raise NotPossible(f"The alias “{alias.name}” gives away a part of their name. Choose another alias.")
    holder = AliasHolder.objects.filter(alias=alias).first() or AliasHolder(alias=alias)
    holder.name, holder.contact = name.strip(), contact.strip()
    holder.recorded_by, holder.recorded_at = by, at
    holder.full_clean()
    holder.save()
    write_down("wrote down who stands behind", alias, by=by, at=at)


@transaction.atomic
def look_up_holder(*, alias: Alias, because: str, by: Person, at: datetime) -> AliasHolder:
    """Say who stands behind an alias, to somebody who may know and says what for. It is written into the log."""
    permissions.check_can_see_who(by)
    if not because.strip():
        raise NotPossible("Say what you need the name for. It is written into the audit log.")
    holder = AliasHolder.objects.select_related("alias").filter(alias=alias).first()
    if holder is None:
        raise NotPossible(f"Nobody has written down who stands behind “{alias}”, or it has been forgotten.")
    write_down("looked up who stands behind", alias, by=by, at=at, after={"because": because.strip()})
    return holder


@transaction.atomic
def forget_holder(*, alias: Alias, by: Person, at: datetime) -> None:
    """Erase who stands behind an alias: on request, or when nothing of theirs is used any more."""
    permissions.check_can_see_who(by)
    gone, _ = AliasHolder.objects.filter(alias=alias).delete()
    if not gone:
        raise NotPossible(f"Nobody is written down behind “{alias}”.")
    write_down("erased who stands behind", alias, by=by, at=at)


def _find_or_make_alias(name: str, of: str, *, by: Person, at: datetime) -> Alias:
    name = " ".join(name.split())
    if of.strip() and names_them(name, of):
        raise NotPossible(f"The alias “{name}” gives away a part of their name. Choose another alias.")
    found = Alias.objects.filter(name__iexact=name).first()
    if found is not None:
        if of.strip() and AliasHolder.objects.filter(alias=found).exclude(name__iexact=of.strip()).exists():
            raise NotPossible(f"“{name}” is the alias of somebody else. Choose another.")
        return found
    alias = Alias(name=name, made_by=by, made_at=at)
    alias.full_clean()
    alias.save()
    return alias


def _check_says_what_and_where(consent: Consent) -> None:
    if not consent.scopes:
        raise NotPossible("Say what may be used: their story, their words or their picture.")
    if not consent.channels:
        raise NotPossible("Say where it may be used: on the website, in reports or on social media.")


def _take_down(page: StoryPage, consent: Consent, *, by: Person, at: datetime) -> None:
    """Unpublish a page with its translations that name the consent, and take the copies of its pictures off the web."""
    # Who may withdraw has been asked above; taking down what somebody took back waits for nobody's right to publish.
    UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    for block in page.body:
        if block.block_type == "picture" and block.value is not None:
            for rendition in block.value.renditions.all():  # drawn anew if another page still shows the picture
                rendition.delete()
    write_down("took down", page, by=by, at=at, after={"because": f"the consent {consent.reference} was withdrawn"})


def _mark(
    edition: ReportEdition, marks: Collection[str], consent: Consent, *, by: Person, at: datetime
) -> EditionWithdrawal:
    withdrawal, is_new = EditionWithdrawal.objects.get_or_create(
        edition=edition,
        consent=consent,
        defaults={"marks": sorted(marks), "sha256": edition.sha256, "recorded_by": by, "recorded_at": at},
    )
    if is_new:
        after = {"taken out": sorted(marks), "sha256": edition.sha256, "consent": consent.reference}
        write_down("took words out of what is shown of", edition, by=by, at=at, after=after)
    return withdrawal


def _lock(consent: Consent) -> None:
    consent.refresh_from_db(from_queryset=Consent.objects.select_for_update())


def _told(consent: Consent) -> dict[str, Any]:
    return {
        "alias": consent.alias.name,
        "covers": [scope.value for scope in consent.scopes],
        "for": [channel.value for channel in consent.channels],
    }
