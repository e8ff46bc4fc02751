"""A small practice city from its files to the stored answers: what the rules say of it is what is true of it."""

from collections import Counter
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from tests.domain.truth_of_city import DONE_ON, LAST, Truth
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.cli import demonstration
from tonggong.domain.campaigns.models import Campaign, Occupancy
from tonggong.domain.campaigns.queries import posts as public_posts
from tonggong.domain.coaching.models import FollowUp
from tonggong.domain.employment.models import Spell
from tonggong.domain.inspection.models import Case
from tonggong.domain.quota.models import YearResult
from tonggong.domain.rural.models import ExchangeRow, IncomeRecord
from tonggong.domain.status import queries
from tonggong.domain.status.services import answers_on
from tonggong.domain.status.standing import differences, duties_on
from tonggong.rules.four_ones import One

pytestmark = pytest.mark.django_db
PEOPLE, SEED = 600, 4711


@pytest.fixture
def city(practice, monkeypatch, tmp_path):
    """The demonstration's own steps, in the tests' database and without moving this process's calendar."""
    monkeypatch.setattr(demonstration, "prepare", lambda practice: None)
    monkeypatch.setattr(demonstration, "begin_practice", lambda instant: None)
    monkeypatch.setattr(demonstration, "files_folder", lambda: tmp_path / "files")
    with clock.pretend(datetime(2025, 1, 12, 4, tzinfo=UTC)):
        demonstration.make(PEOPLE, SEED, lambda words: None)
        found = Truth(tmp_path / "files")
        found.read_excuses()
        yield found


def test_the_answers_of_a_city_are_its_truth_but_for_what_no_file_could_tell(city):
    differing = list(city.differences())
    assert [(what, true, ruled) for row, what, true, ruled in differing if not city.excuses(row)] == []
    assert len({row["citizen_id"] for row, *_ in differing} - city.acted) < len(city.rows) / 20

    # what the four ones say of the last year: the board, the command and the truth
    said = {one: Counter() for one in One}
    for _case, answer in city.answers.values():
        for row in answer.owed:
            if row.left_on is None and not row.is_voluntary:
                said[row.one][row.done_on is not None] += 1
    who = system_who(reach="2111")
    board = queries.total(queries.coverage(who, "county", period="2024"))
    command = duties_on(who, LAST).standings()[""].coverage
    believed = city.acted & {row["citizen_id"] for row, *_ in differing}  # at work, as the ledger must think
    for one, column in DONE_ON.items():
        assert said[one][True] == board.done(one) == command.done(one)
        assert said[one].total() == board.owed(one) == command.owed(one)
        rows = [row for row in city.rows if row["base"] and row["citizen_id"] not in believed]
        true = sum(row[column] is not None for row in rows)
        assert abs(board.done(one) - true) <= 6
    assert list(differences()) == []

    # a campaign's list is that of its first day, whatever became of its people since
    for campaign in Campaign.objects.all():
        first = campaign.targets.filter(is_joiner=False)
        then = {key: answer.hardship for _, key, answer, _ in answers_on(campaign.starts_on)}
        assert campaign.listed_on == campaign.starts_on
        assert first.exists()
        assert all(row.groups == list(then[row.person_id]) for row in first)

    # posts with who pays, terms, rural incomes and the exchange with the monitoring system came in with the city
    posts = public_posts.board(who, LAST)
    assert posts.vacant > 0
    assert posts.held > 0
    assert Occupancy.objects.standing().exists()
    assert IncomeRecord.objects.standing().exists()
    assert ExchangeRow.objects.filter(state__in=("receipted", "returned")).exists()

    # the year's quota of every unit is worked out
    assert YearResult.objects.filter(year=LAST.year, standing="owing", payable_yuan__gt=0).exists()
    assert not YearResult.objects.filter(year=LAST.year, months_known__gt=0, headcount=None).exists()

    # the year is screened, and three cases stand in different states
    assert set(Case.objects.values_list("state", flat=True)) == {"looking", "hearing", "closed"}

    # contacts after a placement are those that the rules owe, where the job stands in the ledger as it was
    done = set(FollowUp.objects.exclude(done_on=None).values_list("person", "point"))
    written = pq.read_table(city.files / "casework" / "follow_ups.parquet").to_pylist()
    written = [row for row in written if row["citizen_id"] in city.people]  # others' rows of the register came back
    missing = [row for row in written if (city.people[row["citizen_id"]], row["point"]) not in done]
    jobs = set(Spell.objects.standing().values_list("person", "started_on", "unit_code"))
    known = [
        row for row in missing if (city.people[row["citizen_id"]], row["spell_started_on"], row["unit_code"]) in jobs
    ]
    assert len(done) > 0
    assert known == []
