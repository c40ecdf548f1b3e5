"""One file per official source: where it is published, its licence, how to read it, what was mended."""
