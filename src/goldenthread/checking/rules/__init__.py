"""The rules that a report is checked by, one a file, in the order in which they are told."""

from goldenthread.checking.findings import Rule
from goldenthread.checking.rules import (
    bare_picture,
    claims,
    count_and_list,
    dead_link,
    editors_note,
    half_met,
    money_added,
    no_consent,
    outside_period,
    parts_and_total,
    per_head,
    relative_deadline,
    share_of_parts,
    small_count,
    stale_future,
    two_counts,
    two_speakers,
    two_spellings,
    unagreed_quotation,
    unbound_number,
)

#: Every rule by its name.
RULES: dict[str, Rule] = {
    each.name: each
    for each in (
        claims.RULE,
        unbound_number.RULE,
        parts_and_total.RULE,
        share_of_parts.RULE,
        money_added.RULE,
        per_head.RULE,
        two_counts.RULE,
        count_and_list.RULE,
        half_met.RULE,
        small_count.RULE,
        two_speakers.RULE,
        two_spellings.RULE,
        no_consent.RULE,
        unagreed_quotation.RULE,
        outside_period.RULE,
        stale_future.RULE,
        relative_deadline.RULE,
        dead_link.RULE,
        bare_picture.RULE,
        editors_note.RULE,
    )
}

__all__ = ["RULES"]
