"""A city's casework history is taken in at once, each row with its worker and its day, and what is wrong goes back."""

from datetime import date, timedelta
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.domain.coached_people import somebody
from tests.domain.reporting_ledger import TAISHAN, XINGLONG, Ledger
from tonggong.base.accounts.practice import ensure_practice_accounts, practice_accounts
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment, Need, PlanStep, ServicePlan, ServiceRecord, Verification, Visit
from tonggong.domain.casework.services.settling import CaseworkUnreadable, assign_towns, settle
from tonggong.domain.coaching.models import Coach, Session, SupportCase
from tonggong.domain.coaching.services.settling import settle as settle_coaching
from tonggong.domain.persons.models import Household, HouseholdMember, PersonFact
from tonggong.domain.plan.pack import find_pack
from tonggong.domain.plan.services import load_city

pytestmark = pytest.mark.django_db
DAY, WRITTEN = date(2024, 5, 6), date(2024, 5, 9)


class History:
    """A folder of history about persons of one town with one worker."""

    def __init__(self, folder):
        self.folder, self.ledger = folder, Ledger()
        self.worker = somebody("township_worker", XINGLONG[1][:9], "韩玉梅")
        self.person = self.ledger.person()

    def write(self, name: str, *rows: dict) -> None:
        """Write a file; `person` stands for the columns that say whose a row is."""
        pq.write_table(pa.Table.from_pylist(list(rows)), self.folder / f"{name}.parquet")

    def row(self, **more) -> dict:
        """What every row says of the person, and more."""
        whose = {"citizen_id": self.person.citizen_id, "township": XINGLONG[1], "worker": "", "recorded_on": WRITTEN}
        return whose | more

    def visit(self, **more) -> dict:
        """A visit of the day."""
        return self.row(**{"key": uuid4().hex, "method": "home", "on": DAY, "outcome": 1, "present": "self"} | more)

    def settle(self):
        """Take the folder in."""
        return settle(system_who("试验"), self.folder)


@pytest.fixture
def history(practice, tmp_path):
    return History(tmp_path)


def test_a_visit_is_known_from_the_day_it_was_written_down_and_says_who_made_it(history):
    history.write("visits", history.visit())
    settled = history.settle()
    visit = Visit.objects.get()
    assert (settled.added["visits"], settled.refused) == (1, [])
    assert (visit.person, visit.worker_id, visit.said_by) == (history.person, history.worker.user_id, "韩玉梅")
    assert (visit.on, clock.day_of(visit.known_from), visit.thread) == (DAY, WRITTEN, visit.pk)


def test_settled_twice_changes_nothing(history):
    history.write("visits", history.visit())
    history.write("facts", history.row(kind="retirement", value="F50", started_on=None, ended_on=None))
    history.settle()
    again = history.settle()
    assert (Visit.objects.count(), PersonFact.objects.filter(kind="retirement").count()) == (1, 1)
    assert (sum(again.added.values()), again.already["visits"], again.already["facts"]) == (0, 1, 1)


TOMORROW = date(2100, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"citizen_id": "210302198801010023"}, "台账里没有这个身份证号"),
        ({"worker": "nobody"}, "没有用户“nobody”"),
        ({"on": TOMORROW}, "日期在今天之后"),
        ({"recorded_on": TOMORROW}, "日期在今天之后"),
        ({"method": "pigeon"}, "method 没有“pigeon”这个代码"),
        ({"outcome": 99}, "outcome 没有“99”这个代码"),
        ({"key": "no key"}, "key 不是 UUID"),
        ({"on": None}, "没有 on"),
    ],
)
def test_a_wrong_row_goes_back_with_its_reason_and_the_others_stay(history, wrong, why):
    history.write("visits", history.visit(), history.visit(**wrong))
    assert history.settle().refused == [("visits", 1, why)]
    assert Visit.objects.count() == 1


def test_a_town_without_a_worker_and_a_row_without_one_is_sent_back(history):
    history.person.township_code = TAISHAN[1]
    history.person.save()
    history.write("visits", history.visit(township=TAISHAN[1]))
    ((_, _, why),) = history.settle().refused
    assert "没有专职委员账号" in why


def test_a_file_that_lacks_a_column_is_named_and_nothing_is_taken_in(history):
    history.write("facts", history.row(kind="pension", value="resident"))
    history.write("visits", {"citizen_id": history.person.citizen_id})
    with pytest.raises(CaseworkUnreadable, match=r"visits\.parquet 缺少列 key"):
        history.settle()
    assert not PersonFact.objects.filter(kind="pension").exists()


def test_json_that_is_none_is_sent_back(history):
    told = {"on": DAY, "method": "home", "answered_by": "self", "wish": "now"}
    history.write(
        "verifications",
        history.row(**told, confirmed='["identity"]'),
        history.row(**told | {"method": "phone"}, confirmed="identity"),
    )
    assert history.settle().refused == [("verifications", 1, "confirmed 不是 JSON")]
    assert Verification.objects.get().confirmed == ["identity"]


def test_a_need_the_service_that_met_it_and_the_plans_step_find_each_other(history):
    history.write("needs", history.row(ref=5, kind="work", said_on=DAY, met_on=WRITTEN, met_by=9, registration=None))
    history.write("services", history.row(ref=9, on=WRITTEN, kind=2, content="推荐岗位", outcome=2, need=5))
    history.write(
        "plans",
        history.row(ref=3, kind="general", goal="就业", opened_on=DAY, review_on=DAY + timedelta(30), closed_on=None),
    )
    step = {
        "plan": 3,
        "kind": "vacancy",
        "text": "推荐",
        "due_on": WRITTEN,
        "state": "done",
        "done_on": WRITTEN,
        "outcome": "已办",
        "service": 9,
    }
    history.write("plan_steps", step)
    history.settle()
    need, service = Need.objects.get(), ServiceRecord.objects.get()
    assert (need.met_by, service.need, PlanStep.objects.get().service) == (service.pk, need.pk, service.pk)
    assert ServicePlan.objects.get().owner_id == history.worker.user_id


def test_who_live_together_are_a_household_beside_the_book(history):
    uncle = history.ledger.person()
    rows = [
        history.row(household="L1", relation="户主"),
        history.row(household="L1", relation="其他") | {"citizen_id": uncle.citizen_id},
    ]
    history.write("living", *rows)
    history.settle()
    home = Household.objects.get(number="L1")
    assert (home.basis, HouseholdMember.objects.filter(household=home).count()) == (Household.Basis.LIVING, 2)
    history.write("living", rows[0] | {"household": "L2"})
    assert history.settle().refused == [("living", 0, "此人已在另一个共同生活家庭里")]


def test_the_towns_worker_answers_for_whoever_lives_there_and_has_nobody(history):
    elsewhere = history.ledger.person()
    history.write("facts", history.row(kind="residence", value=TAISHAN[1]) | {"citizen_id": elsewhere.citizen_id})
    history.settle()
    assert assign_towns(system_who("试验"), DAY) == 1
    given = Assignment.objects.get()
    assert (given.person, given.user_id, given.started_on) == (history.person, history.worker.user_id, DAY)
    assert assign_towns(system_who("试验"), DAY) == 0


def test_two_workers_of_one_town_are_not_chosen_between(history):
    somebody("township_worker", XINGLONG[1][:9], "马文")
    assert assign_towns(system_who("试验"), DAY) == 0


@pytest.fixture
def coached(history):
    """A coach with a case and a session, as files."""
    coach = somebody("job_coach", "211103", "陈曦")
    from tonggong.base.accounts.models import User

    user = User.objects.get(pk=coach.user_id).username
    history.write(
        "coaches",
        {
            "user": user,
            "name": "陈曦",
            "division": XINGLONG[0],
            "employer": "残联",
            "kind": "federation",
            "started_on": DAY,
        },
    )
    history.write(
        "support_cases", history.row(ref=1, stage="S2", stage_since=WRITTEN, opened_on=DAY) | {"worker": user}
    )
    history.write(
        "stage_moves",
        {"case": 1, "before": "", "after": "S1", "on": DAY},
        {"case": 1, "before": "S1", "after": "S2", "on": WRITTEN},
    )
    session = {
        "key": uuid4().hex, "case": 1, "worker": user, "on": WRITTEN, "started": 540, "ended": 600, "place": "home", "stage": "S2",
        "activity": "family", "prompts": '{"0": 15, "1": 5}',
    }  # fmt: skip
    history.write("coach_sessions", session, session | {"key": uuid4().hex, "ended": 500})
    return history


def test_a_coachs_cases_come_in_with_their_way_and_their_sessions(coached):
    settled = settle_coaching(system_who("试验"), coached.folder)
    case = SupportCase.objects.get()
    assert (case.coach.name, case.person, case.stage, case.moves.count()) == ("陈曦", coached.person, "S2", 2)
    session = Session.objects.get()
    assert (str(session.started_at), session.independence) == ("09:00:00", pytest.approx(0.75, abs=0))
    assert settled.refused == [("coach_sessions", 1, "结束时间要晚于开始时间")]
    assert Assignment.objects.get(kind="coach").person == coached.person


def test_a_coachs_history_settled_twice_changes_nothing(coached):
    settle_coaching(system_who("试验"), coached.folder)
    again = settle_coaching(system_who("试验"), coached.folder)
    assert (Coach.objects.count(), SupportCase.objects.count(), Session.objects.count()) == (1, 1, 1)
    assert sum(again.added.values()) == 0


def test_every_town_has_a_worker_and_the_sign_in_page_shows_one(practice):
    load_city(find_pack("panjin"), system_who())
    ensure_practice_accounts()
    shown = [row for row in practice_accounts() if row["role"] == "township_worker"]
    everybody = [row for row in practice_accounts(everybody=True) if row["role"] == "township_worker"]
    assert [row["name"] for row in shown] == ["韩玉梅"]
    assert everybody[0] == shown[0]
    assert len({row["division"] for row in everybody}) == len(everybody) == 50
