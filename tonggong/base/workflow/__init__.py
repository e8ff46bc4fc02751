"""Moves between the states of a row: only those its class declares, each once, each with who, when and why kept for good."""
