"""A city's posts, terms, rural incomes and jobs written down by hand, taken in from files: what the rules refuse comes back."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.domain.coached_people import somebody
from tests.domain.reporting_ledger import UNIT, XINGLONG, Ledger, at
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.campaigns.models import Occupancy, PublicPost
from tonggong.domain.campaigns.services.settling import settle as settle_posts
from tonggong.domain.casework.services.settling import settle
from tonggong.domain.employment.models import Spell
from tonggong.domain.rural.models import IncomeRecord
from tonggong.domain.rural.settling import settle as settle_incomes

pytestmark = pytest.mark.django_db
DAY, SAID = date(2024, 12, 31), date(2024, 12, 20)


@pytest.fixture
def files(practice, tmp_path):
    with clock.pretend(at(DAY)):
        yield Files(tmp_path)


class Files:
    """A folder about one person of one town with one worker."""

    def __init__(self, folder):
        self.folder = folder
        self.worker = somebody("township_worker", XINGLONG[1][:9], "韩玉梅")
        self.person = Ledger().person()
        self.who = system_who("试验", "2111")

    def write(self, name, *rows):
        pq.write_table(pa.Table.from_pylist(list(rows)), self.folder / f"{name}.parquet")

    def row(self, **more):
        whose = {"citizen_id": self.person.citizen_id, "township": XINGLONG[1], "worker": "", "recorded_on": SAID}
        return whose | more

    def post(self, **more):
        return {
            "unit_code": UNIT, "unit_name": "兴隆台区第一小学", "form": "41", "title": "门卫", "funding": "就业补助资金", "headcount": 2,
            "place": XINGLONG[1], "since": date(2024, 1, 2),
        } | more  # fmt: skip

    def term(self, **more):
        term = {
            "unit_code": UNIT,
            "form": "41",
            "started_on": date(2024, 2, 1),
            "ends_on": date(2027, 1, 31),
            "filed": "",
        }
        return self.row(**term | more)

    def income(self, **more):
        said = {"basis": "household", "year": 2023, "yuan": 21_500, "source": "village", "on": SAID}
        return self.row(**said | more)

    def job(self, **more):
        job = {
            "unit_code": UNIT,
            "unit_name": "兴隆台区第一小学",
            "form": "14",
            "started_on": date(2024, 12, 2),
            "channel": "",
        }
        return self.row(**job | more)


def test_posts_and_lawful_terms_come_in_once(files):
    files.write("public_posts", files.post(), files.post(form="42", title="残疾人专职委员"))
    files.write("post_terms", files.term())
    first, again = (settle_posts(files.who, files.folder) for _ in range(2))
    assert first.added == {"public_posts": 2, "post_terms": 1}
    assert again.added == {"public_posts": 0, "post_terms": 0}
    assert again.already == {"public_posts": 2, "post_terms": 1}
    post = PublicPost.objects.get(form="41")
    assert (post.headcount, post.funding, post.county_code, post.township_code) == (2, "就业补助资金", *XINGLONG)
    term = Occupancy.objects.get()
    assert (term.post, term.person, term.ground, term.said_by) == (post, files.person, "first", "韩玉梅")
    assert (clock.day_of(term.known_from), term.thread) == (SAID, term.pk)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": date(2027, 6, 30)}, "超过了年限"),
        ({"form": "43"}, "没有登记这一种岗位"),
        ({"ends_on": date(2024, 1, 1)}, "结束日期早于开始日期"),
    ],
)
def test_a_term_that_cannot_be_granted_comes_back_with_the_reason(files, wrong, words):
    files.write("public_posts", files.post())
    files.write("post_terms", files.term(**wrong))
    [(file, row, why)] = settle_posts(files.who, files.folder).refused
    assert (file, row) == ("post_terms", 0)
    assert words in why
    assert not Occupancy.objects.exists()


def test_posts_of_another_city_or_without_a_number_come_back(files):
    files.write("public_posts", files.post(place="210102000000"), files.post(headcount=0))
    assert [row for _, row, _ in settle_posts(files.who, files.folder).refused] == [0, 1]
    assert not PublicPost.objects.exists()


def test_incomes_come_in_once_and_a_year_that_was_not_over_comes_back(files):
    files.write("incomes", files.income(), files.income(year=2022, yuan=20_000), files.income(year=2024))
    first, again = (settle_incomes(files.who, files.folder) for _ in range(2))
    assert (first.added["incomes"], again.added["incomes"], again.already["incomes"]) == (2, 0, 2)
    assert [row for _, row, _ in first.refused] == [2]
    said = IncomeRecord.objects.get(year=2023)
    assert (said.yuan, said.source, said.said_by, clock.day_of(said.known_from)) == (
        Decimal(21_500),
        "village",
        "韩玉梅",
        SAID,
    )


def test_a_job_written_down_is_known_from_that_day_and_not_said_twice_at_one_unit(files):
    files.write("placements", files.job(), files.job(started_on=date(2024, 12, 9)))
    settled = settle(files.who, files.folder)
    assert (settled.added["placements"], settled.already["placements"]) == (1, 1)
    spell = Spell.objects.get()
    assert (spell.person, spell.unit_code, spell.form, spell.started_on) == (
        files.person,
        UNIT,
        "14",
        date(2024, 12, 2),
    )
    assert (spell.source_file, spell.said_by, clock.day_of(spell.known_from)) == (None, "韩玉梅", SAID)
