"""What the plan room writes to people."""

from datetime import date
from string import Template

from goldenthread.messages.texts import shorten
from goldenthread.messages.wording import Wording

ASKED = Wording(
    slug="plan_update_asked",
    purpose="An update is wanted",
    subject="$cycle: $count to update by $due",
    body=(
        "Hello $name,\n\nPlease tell us how $what going. It takes about a minute: what you said last time is filled "
        "in, and “no change” is one tap.\n\n$link\n\n"
        "Please answer by $due. The link is yours alone and works until $expires. You can hand actions over to a "
        "colleague on the same page.\n\n$council\n"
    ),
    text="Please update $count by $due: $link",
)
REMINDED = Wording(
    slug="plan_update_reminder",
    purpose="Reminder that an update is wanted",
    subject="Reminder: $count to update by $due",
    body=(
        "Hello $name,\n\nWe have not heard yet how $what going. Please answer by $due:\n\n$link\n\n"
        "If nothing has changed, say so with one tap. What is not updated is shown to the public as not updated, "
        "with the date of the last update.\n\n$council\n"
    ),
    text="$round: please update by $day: $link",
)
HANDED_OVER = Wording(
    slug="plan_update_handed_over",
    purpose="Somebody handed over an update",
    subject="$giver has handed $count to you",
    body=(
        "Hello $name,\n\n$giver has handed $count to you for $cycle.$note\n\nPlease tell us by $due how it is going:"
        "\n\n$link\n\nThe link is yours alone and works until $expires.\n\n$council\n"
    ),
)
ESCALATED = Wording(
    slug="plan_update_escalated",
    purpose="An update has not come",
    subject="$owner has not updated $count",
    body=(
        "Hello $name,\n\nWe asked $owner how $what going, and have heard nothing. The updates were due on $due.\n\n"
        "See what is missing, and who leads it, here:\n\n$link\n\n"
        "What is still missing on $closes is shown to the public as not updated.\n\n$council\n"
    ),
)
CODE = Wording(
    slug="plan_update_code",
    purpose="Code to confirm a device",
    subject="Your code for $council",
    body=(
        "Hello $name,\n\nYour code is $code\n\nType it into the page that asked for it, within $minutes minutes. It "
        "works only there. If you did not ask for a code, you can ignore this message.\n\n$council\n"
    ),
)
REGISTER_REMINDER = Wording(
    slug="plan_register_reminder",
    purpose="Something has to be reviewed, renewed or published",
    subject="$title $what",
    body=(
        "Hello $name,\n\n“$title” $what: the date is $due. You answer for it.\n\nOnce it is done, record it here, with "
        "the next date:\n\n$link\n\nWhat is overdue is shown to the public as overdue.\n\n$council\n"
    ),
)
RELEASE_OPEN = Wording(
    slug="plan_release_open",
    purpose="Members may read a release",
    subject="$release: read it before it is published on $day",
    body=(
        "Hello $name,\n\nWhat the council will say about its plan for $release is ready. You can read it before the "
        "public does, who get it on $day:\n\n$link\n\nPlease keep it to yourself until then.\n\n$council\n"
    ),
)
REPLY_ASKED = Wording(
    slug="plan_reply_asked",
    purpose="A reply is asked for before publication",
    subject="What we will say about your part: reply by $due",
    body=(
        "Hello $name,\n\nOn $day we publish how “$plan” is going. $what you. Read what we will say, "
        "and reply if you want to:\n\n$link\n\nWe publish your reply beside it, as you write it. If we hear nothing by "
        "$due, we publish that you were asked and did not reply. The link shows only what concerns you.\n\n$council\n"
    ),
)
GROUP_ASKED = Wording(
    slug="plan_group_asked",
    purpose="A group asks the council for something",
    subject="$group asks you for a reply by $due",
    body=(
        "Hello $name,\n\n$group asks:\n\n$ask\n\nA reply is due by $due. Say that we did, that we will or that we "
        "can’t, and why:\n\n$link\n\nThe group reads your reply. One that does not come in time is shown as "
        "overdue.\n\n$council\n"
    ),
)
ALL = (ASKED, REMINDED, HANDED_OVER, ESCALATED, CODE, REGISTER_REMINDER, RELEASE_OPEN, REPLY_ASKED, GROUP_ASKED)

#: A title cut shorter than this says nothing; then the text message takes a second part.
_SHORTEST_ROUND = 16


def in_a_text(title: str, due_on: date, *, room: int) -> dict[str, str]:
    """What a reminder by text message says of the round, in the room that its link leaves."""
    day = f"{due_on.day} {due_on:%B}"
    rest = len(Template(REMINDED.text).substitute(round="", day=day, link=""))
    return {"round": shorten(title, max(room - rest, _SHORTEST_ROUND)), "day": day}
