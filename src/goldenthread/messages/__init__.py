"""The outbox: what was sent to whom."""
