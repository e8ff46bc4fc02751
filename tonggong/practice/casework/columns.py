"""Columns of the casework files."""

import numpy as np
import pyarrow as pa

from tonggong.practice.dates import OPEN


def days(values: np.ndarray) -> pa.Array:
    """Days since 1970-01-01 as dates, open ones as null."""
    values = np.asarray(values, np.int64)
    return pa.array(np.where(values >= OPEN, 0, values).astype(np.int32), pa.int32(), mask=values >= OPEN).cast(
        pa.date32()
    )


def text(values) -> pa.Array:
    """Strings."""
    return pa.array(values, pa.string())
