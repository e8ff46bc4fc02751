"""The installation: where its data and keys lie, whether it is practice or real, and what day it is.

Practice data and real data never mix: the home folder and the database each carry the same
installation number and kind, and nothing starts when they disagree.
"""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """Return the folder that holds all data and keys (setting TONGGONG_HOME)."""
    return Path(os.environ.get("TONGGONG_HOME") or CHECKOUT / "var" / "home").resolve()
