"""Why a word, a reading or a step of a complaint can't be taken; the message says how to mend it."""


class TestimonyRefused(ValueError):
    """It can't be taken as it is; nothing of it stays."""

    __test__ = False  # its name begins like a test's
