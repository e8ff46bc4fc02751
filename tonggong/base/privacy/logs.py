"""Log lines without identifiers: an exception's text may repeat the value it stumbled over."""

import logging
import re

_LONG = re.compile(
    r"(?<![0-9A-Za-z])(?:[1-9]\d{5}(?:18|19|20)?\d{9}[\dXx]?[0-9A-Za-z]{0,4}|1[3-9]\d{9})(?![0-9A-Za-z])"
)


def blotted(text: str) -> str:
    """Return a text with everything that may be a citizen ID, a certificate number or a mobile phone blotted out."""
    return _LONG.sub("***", text)


class BlottingFormatter(logging.Formatter):
    """Formats as usual, traceback included, and blots identifiers out of the result."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it is written."""
        return blotted(super().format(record))
