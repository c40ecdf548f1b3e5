"""The pages of the reports room: what everybody reads, and where staff write."""
