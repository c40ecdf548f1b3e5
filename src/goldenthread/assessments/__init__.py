"""Equality impact assessments: what a decision would do to whom, before it is taken."""
