"""One small city for all tests of this folder."""

from pathlib import Path

import pytest

from tonggong.practice.city import write_city

PANJIN = Path(__file__).resolve().parents[2] / "cities" / "panjin"


@pytest.fixture(scope="session")
def pack() -> Path:
    return PANJIN


@pytest.fixture(scope="session")
def city(tmp_path_factory, pack) -> Path:
    out = tmp_path_factory.mktemp("city") / "city"
    write_city(seed=4711, people=1200, months=6, end="2024-12", out=out, pack=pack)
    return out
