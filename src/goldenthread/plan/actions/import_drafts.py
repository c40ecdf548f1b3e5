"""A file that somebody is bringing in, from one step to the next; it becomes part of a plan only at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.plan import permissions
from goldenthread.plan.actions.bringing_in import BroughtIn, bring_in
from goldenthread.plan.actions.keeping import write_down
from goldenthread.plan.importing.incoming import Incoming
from goldenthread.plan.importing.steps import Settled
from goldenthread.plan.models import ImportDraft, Plan

#: A draft is for one sitting; the file itself stays with the person who has it.
DRAFTS_ARE_KEPT_FOR = timedelta(days=1)


@transaction.atomic
def begin_import(
    *, file_name: str, content: bytes, reading: Mapping[str, Any], plan: Plan | None, by: Person, at: datetime
) -> ImportDraft:
    """Keep a file that can be read as a draft; drafts of an earlier day are dropped."""
    permissions.check_can_edit_plans(by)
    ImportDraft.objects.filter(begun_at__lt=at - DRAFTS_ARE_KEPT_FOR).delete()
    draft = ImportDraft.objects.create(
        person=by, plan=plan, begun_at=at, file_name=file_name[:200], content=content, reading=dict(reading)
    )
    write_down("began to bring in the file", draft, by=by, at=at)
    return draft


def settle_import(*, draft: ImportDraft, settled: Mapping[str, Any], by: Person) -> ImportDraft:
    """Keep what was said of a draft: which column is what, which word, who is who."""
    _check_own(draft, by)
    draft.reading = {**draft.reading, **settled}
    draft.save(update_fields=["reading"])
    return draft


@transaction.atomic
def keep_import(*, draft: ImportDraft, incoming: Incoming, settled: Settled, by: Person, at: datetime) -> BroughtIn:
    """Write what a draft says into its plan, and throw the draft away; raises FileFault with every fault."""
    _check_own(draft, by)
    done = bring_in(
        incoming=incoming,
        settled=settled,
        file_name=draft.file_name,
        content=bytes(draft.content),
        plan=draft.plan,
        by=by,
        at=at,
    )
    draft.delete()
    return done


@transaction.atomic
def drop_import(*, draft: ImportDraft, by: Person, at: datetime) -> None:
    """Throw a draft away."""
    _check_own(draft, by)
    write_down("threw away the file", draft, by=by, at=at)
    draft.delete()


def _check_own(draft: ImportDraft, by: Person) -> None:
    permissions.check_can_edit_plans(by)
    if draft.person_id != by.pk:
        raise NotAllowed("Only the person who began to bring this file in can go on with it.")
