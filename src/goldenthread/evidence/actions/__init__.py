"""What changes the evidence a site shows."""

from goldenthread.evidence.actions.snapshots import adopt_current_snapshot

__all__ = ["adopt_current_snapshot"]
