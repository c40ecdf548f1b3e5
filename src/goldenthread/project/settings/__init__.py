"""Settings of the site: base, demo, test, production."""
