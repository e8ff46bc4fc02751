"""The keyed sum of an entry, over every column as the database holds it.

HMAC-SHA256 by default; with TONGGONG_AUDIT_MAC=sm3 new entries take HMAC-SM3 (GB/T 32905). Each sum names its own
algorithm, so a chain may change over in the middle.
"""

import hmac
import json
import os
from collections.abc import Sequence

from tonggong.base.privacy.keys import key

ALGORITHMS = ("sha256", "sm3")
COLUMNS = (
    "seq",
    "at",
    "kind",
    "actor_id",
    "actor",
    "actor_role",
    "subject",
    "subject_id",
    "subject_ids",
    "detail",
    "previous",
)
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def algorithm() -> str:
    """Return the algorithm of new entries.

    Raises:
        ValueError: the setting TONGGONG_AUDIT_MAC names an unknown one.
    """
    name = os.environ.get("TONGGONG_AUDIT_MAC", "sha256").lower()
    if name not in ALGORITHMS:
        raise ValueError(f"TONGGONG_AUDIT_MAC 只能是 {'、'.join(ALGORITHMS)}，不能是 {name}。")
    return name


def mac(values: Sequence[object], name: str | None = None, secret: bytes | None = None) -> str:
    """Return "algorithm:hex" over values in the order of COLUMNS (or over any other list of texts and numbers).

    The values are written as one JSON list: no two different rows give the same text.
    """
    name = name or algorithm()
    return f"{name}:{hmac.digest(secret or key('audit'), _write(values).encode(), name).hex()}"


def algorithm_of(mac_: str) -> str | None:
    """Return which algorithm made a sum, None if it is none of ours."""
    name = mac_.partition(":")[0]
    return name if name in ALGORITHMS else None
