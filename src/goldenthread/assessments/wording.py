"""What the assessments room writes to people."""

from goldenthread.messages.wording import Wording

TO_SIGN = Wording(
    slug="assessment_to_sign",
    purpose="An assessment waits for sign-off",
    subject="$reference waits for your sign-off",
    body=(
        "Hello $name,\n\n$author has sent “$title” for sign-off. Its decision is due on $due.\n\n$link\n\n"
        "You can sign it, or return it and say what should change.\n\n$council\n"
    ),
)
RETURNED = Wording(
    slug="assessment_returned",
    purpose="An assessment was returned",
    subject="$reference was returned to you",
    body="Hello $name,\n\n$signer has returned “$title” and says:\n\n$reason\n\n$link\n\n$council\n",
)
REVIEW_DUE = Wording(
    slug="assessment_review_due",
    purpose="An assessment is due for review",
    subject="$reference is to be looked at again by $due",
    body=(
        "Hello $name,\n\n“$title” is to be looked at again by $due: did what was expected happen, and did the "
        "mitigations work?\n\n$link\n\n"
        "Say that nothing has changed, or begin a review. Until then the public page shows that it is due."
        "\n\n$council\n"
    ),
)
ALL = (TO_SIGN, RETURNED, REVIEW_DUE)
