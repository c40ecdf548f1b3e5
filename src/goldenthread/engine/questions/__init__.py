"""One question a file, named for its answer."""
