"""Where this installation's data and keys lie."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """Return the folder that holds all data and keys (setting TONGGONG_HOME)."""
    return Path(os.environ.get("TONGGONG_HOME") or CHECKOUT / "var" / "home").resolve()
