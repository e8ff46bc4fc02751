"""What hangs on the date is looked at again and again, whatever one look ends with."""

import pytest

from tonggong.cli import worker
from tonggong.domain.campaigns.services import lists
from tonggong.domain.status import services

pytestmark = pytest.mark.django_db  # each look closes what connections are left over


class EndOfTest(BaseException):
    """Ends the endless looking."""


def test_a_look_that_fails_keeps_neither_the_campaigns_nor_the_next_look_from_being_made(monkeypatch, caplog):
    looks, waits = [], []

    def fail():
        looks.append("answers")
        raise ValueError("某人的姓名")

    def wait(_seconds):
        waits.append(_seconds)
        if len(waits) == 2:
            raise EndOfTest

    monkeypatch.setattr(services, "recompute_if_due", fail)
    monkeypatch.setattr(lists, "each_day", lambda: looks.append("campaigns"))
    monkeypatch.setattr(worker.time, "sleep", wait)
    with pytest.raises(EndOfTest):
        worker._each_day()

    assert looks == ["answers", "campaigns"] * 2
    assert "ValueError" in caplog.text
    assert "某人的姓名" not in caplog.text
