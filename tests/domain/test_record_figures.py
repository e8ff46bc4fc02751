"""Complaints, words and reliefs as figures of the one registry: of a day, within reach, few of them told to nobody who may not know."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner

from tests.access.walk import FOREIGN, OWN
from tests.domain.paper_files import a_person
from tests.domain.test_labour_complaints import WORDS, at, complain, office
from tests.domain.test_testimony import COUNTY, staff
from tests.web.federation_month import client_of
from tonggong.base.accounts.roles import Scope
from tonggong.base.accounts.who import system_who
from tonggong.base.divisions.models import Division
from tonggong.base.installation import clock
from tonggong.base.policy.services import load_figures
from tonggong.cli.reporting import indicator, indicators
from tonggong.domain.reporting.indicators import IndicatorUnknown
from tonggong.domain.reporting.indicators import indicator as named
from tonggong.domain.reporting.records import BESIDE, RECORDS, written
from tonggong.domain.testimony.models import Statement
from tonggong.domain.testimony.queries import complaints as told
from tonggong.domain.testimony.services import complaints as services
from tonggong.rules.figures import national_figures

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 20)
EVERYBODY, COMMITTEE = system_who("市", "2111"), staff("committee_office", "2111")


@pytest.fixture(autouse=True)
def figures(practice):
    load_figures(national_figures())


@pytest.fixture
def counties():
    city = Division.objects.create(code="211100000000", name="盘锦市", level="city", source="试验")
    for code, name in (("211103000000", "兴隆台区"), ("211122000000", "盘山县")):
        Division.objects.create(code=code, name=name, level="county", parent=city, source="试验")


def word(owner, on="2024-09-02", **more):
    person, said_at = a_person(owner), datetime.fromisoformat(f"{on}T10:00:00+08:00")
    return Statement.objects.create(
        person=person, spell=person.pk, sealed=Statement.seal({"answers": ["not_real"]}), voice="self", means="portal",
        said_at=said_at, by="本人", **more,
    )  # fmt: skip


def value(key, who, day=DAY, known_on=None):
    return written(RECORDS[key].figure(who, day, known_on))


def two_complaints():
    """One sent in time and ended, one sent late; a third of another county is called back by nobody and stays unsent."""
    first, second = complain(a_person(OWN)), complain(a_person(OWN), "2024-09-03")
    complain(a_person(FOREIGN[Scope.COUNTY]), "2024-09-18")
    with at("2024-09-04"):
        services.refer(COUNTY, first.pk)
        services.accept(office(), first.pk)
    with at("2024-09-10"):
        services.conclude(office(), first.pk, "paid", WORDS, None, Decimal(100))
    with at("2024-09-12"):
        services.refer(COUNTY, second.pk)


def test_complaints_are_counted_as_they_stood_on_each_day_and_open_the_same_rows():
    two_complaints()

    said = {day: [value(f"complaints.{key}", COUNTY, date(2024, 9, day)) for key in ("received", "in_time", "closed")]
            for day in (2, 4, 6, 10, 20)}  # fmt: skip

    assert said == {
        2: ["1", "—", "0"], 4: ["2", "100.0%", "0"], 6: ["2", "50.0%", "0"], 10: ["2", "50.0%", "1"], 20: ["2", "50.0%", "1"],
    }  # fmt: skip
    for key in ("received", "closed", "in_time"):
        for day in (4, 6, 20):
            opened = told.figure_rows(COUNTY, key, 2024, date(2024, 9, day)).count()
            assert RECORDS[f"complaints.{key}"].figure(COUNTY, date(2024, 9, day)).counted == opened
    assert value("complaints.closed", COUNTY, DAY, date(2024, 9, 9)) == "0"
    assert value("complaints.received", EVERYBODY) == "3"
    assert value("complaints.received", EVERYBODY, date(2025, 1, 2)) == "0"


def test_few_complaints_are_told_only_to_whoever_may_open_them(counties):
    two_complaints()
    one = RECORDS["complaints.received"]

    assert [(part.counted, part.is_closed) for _name, part in one.by_county(EVERYBODY, DAY) if part.counted] == [
        (1, False), (2, False),
    ]  # fmt: skip
    assert value("complaints.received", COMMITTEE) == "少于 5"
    assert value("complaints.in_time", COMMITTEE) == "少于 5"
    assert sum(part.is_closed for _name, part in one.by_county(COMMITTEE, DAY)) == 2


@pytest.mark.parametrize("who", [EVERYBODY, COUNTY, COMMITTEE], ids=["city", "county", "committee"])
def test_few_words_are_told_to_nobody_and_many_only_as_a_number(who):
    for _ in range(4):
        word(OWN)
    word(OWN, withdrawn_at=datetime.fromisoformat("2024-09-10T10:00:00+08:00"))
    word(OWN, on="2023-12-31")

    assert value("words.said", who, date(2024, 9, 1)) == "0"
    assert value("words.said", who, date(2024, 9, 9)) == "5"
    assert value("words.said", who, DAY) == "少于 5"
    assert value("words.said", who, DAY, date(2024, 9, 9)) == "5"
    assert not RECORDS["words.said"].may_open(who)


def test_one_small_county_is_not_told_by_the_difference_to_the_city(counties):
    for _ in range(6):
        word(OWN)
    for _ in range(2):
        word(FOREIGN[Scope.COUNTY])

    parts = {name: written(part, BESIDE) for name, part in RECORDS["words.said"].by_county(EVERYBODY, DAY)}

    assert value("words.said", EVERYBODY) == "8"
    assert parts == {"盘山县": "不写", "兴隆台区": "不写"}


def test_the_command_line_has_them_in_the_one_registry():
    two_complaints()
    word(OWN)
    run = CliRunner()

    keys = {row["key"] for row in json.loads(run.invoke(indicators, ["--json"]).output)}
    assert {"complaints.in_time", "words.said", "reliefs.points", "jobs.by_associations"} <= keys
    asked = ["complaints.in_time", "--as-of", "2024-09-20", "--by", "county", "--json"]
    said = json.loads(run.invoke(indicator, asked).output)
    assert (said["value"], said["numerator"], said["denominator"], said["as_of"]) == (50, 1, 2, "2024-09-20")
    few = json.loads(run.invoke(indicator, ["words.said", "--as-of", "2024-09-20", "--json"]).output)
    assert (few["value"], few["closed"]) == (None, True)
    unreported = json.loads(run.invoke(indicator, ["reliefs.points", "--as-of", "2024-09-20", "--json"]).output)
    assert unreported["value"] is None
    refused = run.invoke(indicator, ["words.said", "--as-of", "2024-09-20", "--by", "sex"])
    assert refused.exit_code == 2
    assert "只按县区分组" in refused.output
    with pytest.raises(IndicatorUnknown, match=r"complaints\.received"):
        named("complaints.none")


def test_the_page_shows_a_number_with_its_day_and_nobodys_word():
    two_complaints()
    word(OWN)
    with clock.pretend(datetime.fromisoformat("2024-09-20T10:00:00+08:00")):
        office_page = client_of("committee_office", "2111")
        found = office_page.get("/figures/complaints.received/").content.decode()
        assert "少于 5" in found
        assert "casework/complaints" not in found
        words = office_page.get("/figures/words.said/?as_of=2024-09-19").content.decode()
        assert "不列名单" in words
        assert "2024年9月19日" in words
        assert office_page.get("/figures/words.said/?as_of=2024-09-21").status_code == 422
        assert office_page.get("/figures/complaints.received/changes/").status_code == 404
        county = client_of("county_staff", "211122").get("/figures/complaints.received/").content.decode()
    assert "figure=received&amp;year=2024&amp;on=2024-09-20" in county
