"""The refusal whose sentence is meant for the user."""


class DeclarationRefused(Exception):
    """What is asked for can't be done with this declaration; the message says why and how to mend it."""
