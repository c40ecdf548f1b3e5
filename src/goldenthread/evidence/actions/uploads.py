"""Bringing in a table of one's own, from the file to the snapshot that holds it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.evidence import numbers, uploads
from goldenthread.evidence.actions.facts import refresh_facts
from goldenthread.evidence.actions.snapshots import mirror_definitions
from goldenthread.evidence.models import Indicator, UploadDraft
from goldenthread.evidence.permissions import check_can_bring_in_evidence
from goldenthread.sources.upload_definitions import UploadDefinition
from goldenthread.sources.upload_taking import prepare_upload, take_back, take_upload, uploads_of
from goldenthread.sources.uploads import ColumnMapping

#: A draft is for one sitting; the file itself stays with the person who has it.
DRAFTS_ARE_KEPT_FOR = timedelta(days=1)


@transaction.atomic
def begin_upload(*, file_name: str, content: bytes, sheet: str = "", by: Person, at: datetime) -> UploadDraft:
    """Keep a readable table as a draft with its columns guessed; drafts of an earlier day are dropped."""
    check_can_bring_in_evidence(by)
    table, mapping = uploads.read_table(file_name, content, sheet)
    UploadDraft.objects.filter(begun_at__lt=at - DRAFTS_ARE_KEPT_FOR).delete()
    draft = UploadDraft.objects.create(
        person=by, begun_at=at, file_name=table.file[:200], sheet=table.sheet, content=content, mapping=asdict(mapping)
    )
    _record("began to bring in the table", draft, by=by, at=at, after=_file(draft))
    return draft


def map_columns(draft: UploadDraft, *, mapping: ColumnMapping, leave_out_unmatched: bool, by: Person) -> UploadDraft:
    """Say which column of the draft is what."""
    _check_own(draft, by)
    draft.mapping, draft.leave_out_unmatched = asdict(mapping), leave_out_unmatched
    draft.save(update_fields=["mapping", "leave_out_unmatched"])
    return draft


def describe_upload(
    draft: UploadDraft, *, definition: UploadDefinition, is_proportion: bool | None, by: Person
) -> UploadDraft:
    """Say what the draft's values are, who published them and which way is better."""
    _check_own(draft, by)
    draft.definition = uploads.described(definition, is_proportion)
    draft.save(update_fields=["definition"])
    return draft


@transaction.atomic
def drop_upload(draft: UploadDraft, *, by: Person, at: datetime) -> None:
    """Throw a draft away."""
    _check_own(draft, by)
    _record("threw away the table", draft, by=by, at=at)
    draft.delete()


def keep_upload(draft: UploadDraft, *, by: Person, at: datetime) -> Indicator:
    """Take a draft that passes every check into the evidence, as a new snapshot; raises SourceError where one fails.

    All or nothing: what the database records is undone when the snapshot cannot be written, and a snapshot that could
    not be recorded is taken back.
    """
    _check_own(draft, by)
    place, snapshot = numbers.place_store(), numbers.current()
    mapping, definition = uploads.mapping_of(draft), uploads.definition_of(draft)
    check = uploads.check_of(draft)
    upload = prepare_upload(snapshot, check, mapping, definition)
    earlier = snapshot.definitions.get(upload.indicator.slug)
    kept = next((each for each in uploads_of(place) if each.source.id == upload.source.id), None)
    try:
        with transaction.atomic():
            mirror_definitions({**snapshot.definitions, upload.indicator.slug: upload.indicator})
            taken = take_upload(place, upload, retrieved=timezone.localdate(at))
            after = {
                "indicator": upload.indicator.slug,
                "values": check.values,
                "missing": check.missing,
                "areas": dict(check.areas_by_kind),
                "periods": list(check.periods),
                "publisher": upload.source.publisher,
                "licence": upload.source.licence,
                "snapshot": taken.id,
                **_file(draft),
            }
            before = {"definition": earlier.definition, "snapshot": snapshot.id} if earlier else None
            _record("took into the evidence the table", draft, by=by, at=at, before=before, after=after)
            draft.delete()
            refresh_facts(by=by, at=at)
    except Exception:
        take_back(place, upload, snapshot_id=snapshot.id, earlier=kept)
        raise
    return Indicator.objects.get(slug=upload.indicator.slug)


def _check_own(draft: UploadDraft, by: Person) -> None:
    check_can_bring_in_evidence(by)
    if draft.person_id != by.pk:
        raise NotAllowed("Somebody else began to bring in this table; only they can go on with it.")


def _file(draft: UploadDraft) -> dict[str, Any]:
    content = bytes(draft.content)
    return {"file": draft.file_name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _record(verb: str, draft: UploadDraft, *, by: Person, at: datetime, **change: Any) -> None:
    audit.record(
        actor=by, at=at, verb=verb, object_type="upload", object_id=str(draft.pk), object_name=draft.file_name, **change
    )
