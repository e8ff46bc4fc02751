"""A poverty alert stands on the list of the town's worker, with its reasons and days."""

from datetime import date

import pytest

from tests.domain.rural_city import DAY, TOWN, Country
from tests.domain.today_city import Town, a_user, on
from tonggong.domain.status.services import refresh
from tonggong.domain.worklist import queries

pytestmark = pytest.mark.django_db


class Village(Country, Town):
    """A town in the countryside with its worker."""

    def __init__(self):
        super().__init__()
        self.worker = a_user("chenguiying", "陈桂英", reach=TOWN[1][:9])


@pytest.fixture
def village(practice):
    with on(DAY):
        yield Village()


def reasons(village):
    refresh(None)
    return {
        task.person_id: {found.reason.key: found.hit.sentence for found in task.found}
        for task in queries.today(village.who()).tasks
    }


def test_two_signals_put_the_family_first_and_one_does_not(village):
    alert, watch = (village.somebody(name, place=TOWN) for name in ("王", "李"))
    for person in (alert, watch):
        village.spell(person, date(2024, 1, 1), date(2024, 11, 20))
    village.income(alert, 2022, 30000, date(2023, 2, 1))
    village.income(alert, 2023, 19500)

    found = reasons(village)

    assert found[alert.pk]["poverty_alert"] == "返贫预警：11月20日收入下降；11月20日失去工作"
    assert "poverty_alert" not in found[watch.pk]


def test_a_contact_after_the_last_signal_settles_it_and_a_new_signal_asks_anew(village):
    alert = village.somebody("王", place=TOWN)
    village.spell(alert, date(2024, 1, 1), date(2024, 11, 20))
    village.income(alert, 2022, 30000, date(2023, 2, 1))
    village.income(alert, 2023, 19500)
    village.visit(alert, date(2024, 11, 25))
    assert "poverty_alert" not in reasons(village).get(alert.pk, {})

    village.fact(alert, "low_income", "低保", date(2023, 1, 1), date(2024, 11, 28))
    assert "11月28日救助停止" in reasons(village)[alert.pk]["poverty_alert"]
