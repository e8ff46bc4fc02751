"""What a service of coaching refuses, with a sentence for the one who asked."""


class CoachingRefused(Exception):
    """This can't be done; the message says why and what to do."""
