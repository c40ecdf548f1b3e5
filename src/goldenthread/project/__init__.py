"""Settings, addresses and the site's own console script."""
