"""The steps that turn what sources hand over into the evidence of one place."""
