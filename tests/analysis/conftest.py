import pytest

from tonggong.analysis import engine


@pytest.fixture(scope="session")
def con():
    with engine.connect(memory="1GB", threads=2) as connection:
        yield connection


@pytest.fixture
def read(con):
    """What a macro makes of a text."""
    return lambda macro, text: con.execute(f"SELECT {macro}(?)", [text]).fetchone()[0]
