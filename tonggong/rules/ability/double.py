"""Which assessments a second assessor repeats: a draw that anybody can make again."""

from decimal import Decimal
from hashlib import sha256

_WHOLE = 1 << 32


def drawn_for_second(thread: int, share: Decimal) -> bool:
    """Say whether an assessment, by its thread, is drawn for a second one; the same answer whenever it is asked."""
    drawn = int.from_bytes(sha256(f"assessment {thread}".encode()).digest()[:4], "big")
    return Decimal(drawn) < share * _WHOLE
