"""Measurements against peers and against the plain cost of the same work: `make bench-NAME`, each ending in one JSON line."""
