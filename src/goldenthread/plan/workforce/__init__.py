"""The workforce equality plan: counts of staff, the staff survey and uptake, always of groups and never of people."""
