"""What an address asks for: read without trusting a word of it."""

LONGEST = 18  # digits of the largest key of a row


def whole_number(text: str | None) -> int | None:
    """Return a number from nought on that an address names in plain digits; None where it is none, or no key is as long."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
