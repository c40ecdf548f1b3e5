"""What can go wrong with a store of evidence, as sentences."""


class StoreError(Exception):
    """A store, a place or a snapshot that cannot be read or written; the message says what to do."""


class QuestionError(Exception):
    """A question that a snapshot cannot answer; the message says why, and what could be asked instead."""


class UnknownIndicator(QuestionError, StoreError):
    """An indicator that a snapshot does not hold, whoever asks for it."""
