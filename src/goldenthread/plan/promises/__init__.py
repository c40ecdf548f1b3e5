"""Promises of earlier reports: found, decided on, tracked and answered."""
