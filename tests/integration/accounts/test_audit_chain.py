"""The audit log shows when it has been touched."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.factories.people import NOW, make_person

from goldenthread.accounts import audit
from goldenthread.accounts.models import AuditChain, AuditEvent

pytestmark = pytest.mark.django_db


def write(count: int = 3) -> list[AuditEvent]:
    ada = make_person(name="Ada Lovelace")
    return [
        audit.record(
            actor=ada,
            at=NOW + timedelta(minutes=number),
            verb="changed the title of",
            object_type="plan.plan",
            object_id=number,
            object_name=f"Plan {number}",
            before={"title": "Old"},
            after={"title": f"New {number}", "on": NOW.date(), "share": 2.0, "level": 0.25},
        )
        for number in range(1, count + 1)
    ]


def tamper(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_untouched_log_is_whole() -> None:
    events = write(5)
    verdict = audit.verify_chain()
    assert verdict.is_whole
    assert (verdict.length, verdict.latest_hash) == (5, events[-1].hash)
    assert verdict.sentence == "All 5 events are as written."


def test_an_empty_log_is_whole() -> None:
    assert audit.verify_chain().is_whole
    assert audit.latest_position() == 0


def test_events_are_numbered_from_one_and_linked() -> None:
    first, second, third = write(3)
    assert [event.position for event in (first, second, third)] == [1, 2, 3]
    assert first.previous_hash == audit.GENESIS
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert audit.latest_position() == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Somebody else"),
        ("actor_id", 999),
        ("verb", "did nothing to"),
        ("object_name", "Another plan"),
        ("object_id", "77"),
        ("object_type", "plan.aim"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("before", '{"title": "Older"}'),
        ("after", '{"title": "Something else"}'),
    ],
)
def test_a_change_to_any_part_of_an_event_shows(column: str, value: object) -> None:
    write(3)
    tamper(f"UPDATE accounts_auditevent SET {column} = %s WHERE position = 2", value)
    verdict = audit.verify_chain()
    assert not verdict.is_whole
    assert verdict.broken_at == 2
    assert "Event 2" in verdict.sentence
    assert "changed" in verdict.sentence


def test_a_removed_event_shows() -> None:
    write(3)
    tamper("DELETE FROM accounts_auditevent WHERE position = 2")
    verdict = audit.verify_chain()
    assert (verdict.is_whole, verdict.broken_at) == (False, 2)
    assert verdict.sentence == "Event 2 is missing: the next one found is 3."


def test_a_removed_end_shows() -> None:
    write(3)
    tamper("DELETE FROM accounts_auditevent WHERE position = 3")
    verdict = audit.verify_chain()
    assert not verdict.is_whole
    assert verdict.sentence == "Events are missing from the end: 3 were written and 2 are left."


def test_an_event_changed_with_its_own_hash_breaks_the_next_link() -> None:
    write(3)
    event = AuditEvent.objects.get(position=2)
    event.actor_name = "Somebody else"
    tamper(
        "UPDATE accounts_auditevent SET actor_name = %s, hash = %s WHERE position = 2",
        event.actor_name,
        audit.hash_of(event),
    )
    verdict = audit.verify_chain()
    assert (verdict.is_whole, verdict.broken_at) == (False, 3)


def test_a_log_written_anew_is_found_out_by_a_hash_that_was_noted() -> None:
    noted = write(3)[1].hash
    assert audit.verify_chain(f" {noted.upper()} ").is_whole
    tamper("DELETE FROM accounts_auditevent")
    tamper("UPDATE accounts_auditchain SET length = 0, latest_hash = %s", audit.GENESIS)
    audit.record(actor=None, at=NOW, verb="made", object_type="plan.plan", object_id=1, object_name="Plan 1")
    assert audit.verify_chain().is_whole
    verdict = audit.verify_chain(noted)
    assert not verdict.is_whole
    assert "written anew" in verdict.sentence


def test_events_can_be_neither_changed_nor_deleted_through_the_models() -> None:
    write(1)
    with pytest.raises(TypeError, match="never changed"):
        AuditEvent.objects.update(verb="x")
    with pytest.raises(TypeError, match="never deleted"):
        AuditEvent.objects.all().delete()
    with pytest.raises(TypeError, match="never changed"):
        AuditEvent.objects.first().save()
    with pytest.raises(TypeError, match="never deleted"):
        AuditEvent.objects.first().delete()


def test_a_deed_outlives_who_did_it() -> None:
    ada = make_person(name="Ada Lovelace")
    audit.record(actor=ada, at=NOW, verb="made", object_type="plan.plan", object_id=1, object_name="Plan 1")
    ada.delete()
    assert AuditEvent.objects.get().actor_name == "Ada Lovelace"
    assert audit.verify_chain().is_whole


def test_without_a_person_the_site_itself_did_it() -> None:
    event = audit.record(actor=None, at=NOW, verb="switched", object_type="x.y", object_id="a", object_name="A")
    assert (event.actor_id, event.actor_name) == (None, "The site itself")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        audit.record(actor=None, at=datetime(2026, 1, 1), verb="made", object_type="x", object_id=1, object_name="X")  # noqa: DTZ001


def test_recording_takes_the_same_few_queries_however_long_the_log(django_assert_max_num_queries) -> None:
    write(30)
    ada = make_person()
    with django_assert_max_num_queries(6):
        audit.record(actor=ada, at=NOW, verb="made", object_type="x.y", object_id=1, object_name="X")


def test_the_export_holds_everything_needed_to_verify_it_elsewhere() -> None:
    write(3)
    rows = list(csv.DictReader(io.StringIO("".join(audit.export_rows(AuditEvent.objects.order_by("position"))))))
    assert [row["position"] for row in rows] == ["1", "2", "3"]
    previous = "0" * 64
    for row in rows:
        event = AuditEvent(
            position=int(row["position"]),
            at=datetime.fromisoformat(row["at"]),
            actor_id=int(row["actor id"]),
            actor_name=row["actor"],
            verb=row["verb"],
            object_type=row["object type"],
            object_id=row["object id"],
            object_name=row["object"],
            before=json.loads(row["before"]),
            after=json.loads(row["after"]),
            previous_hash=previous,
        )
        previous = audit.hash_of(event)
        assert previous == row["hash"]
    assert AuditEvent.objects.get(position=1).at.astimezone(UTC).isoformat() == rows[0]["at"]


def test_the_export_holds_nothing_that_a_spreadsheet_would_run() -> None:
    ada = make_person(name="=HYPERLINK(1)")
    audit.record(actor=ada, at=NOW, verb="made", object_type="x.y", object_id=1, object_name="+1")
    row = next(csv.DictReader(io.StringIO("".join(audit.export_rows(AuditEvent.objects.order_by("position"))))))
    assert (row["actor"], row["object"]) == ("'=HYPERLINK(1)", "'+1")


def test_the_chain_has_one_row() -> None:
    write(2)
    assert AuditChain.objects.count() == 1
