"""What the rooms put into the rail, a line each."""


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
