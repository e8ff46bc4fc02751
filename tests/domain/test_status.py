"""Kept answers follow the facts: one person at a time, a whole city alike; any past day; the command line."""

import csv
import json
import uuid
from datetime import date, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.reporting_ledger import KNOWN, TAISHAN, XINGLONG, Ledger, at
from tonggong.base import derived
from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.cli.status import check_derived, duties, recompute, status
from tonggong.domain.casework.choices import Confirmed
from tonggong.domain.casework.models import Assessment, Assignment, NeedRegistration, ServiceRecord, Verification, Visit
from tonggong.domain.employment.models import Contribution, Spell
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Household, HouseholdMember, Person, PersonFact
from tonggong.domain.status import queries, services
from tonggong.domain.status.models import Owed, PersonStatus
from tonggong.domain.status.standing import differences
from tonggong.rules.four_ones import One
from tonggong.rules.outcome import percent

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 30)
CITY = system_who(reach="2111")
EVERYTHING = [one.value for one in Confirmed]
LUJIA = ("211102000000", "211102101000")  # 双台子区 陆家镇


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.pretend(datetime(2024, 6, 30, 4, tzinfo=clock.UTC)):
        yield


@pytest.fixture
def ledger(practice):
    return Ledger()


def say(person, kind, value="", started_on=None, ended_on=None, **known):
    return PersonFact.objects.create(
        person=person,
        kind=kind,
        value=value,
        started_on=started_on,
        ended_on=ended_on,
        **{"known_from": KNOWN, **known},
    )


def verify(person, wish="now", on=date(2024, 3, 1), outcome=1, **said):
    key = uuid.uuid4()
    Visit.objects.create(
        key=key,
        person=person,
        method="home",
        started_at=at(on),
        on=on,
        present="self",
        outcome=outcome,
        known_from=at(on),
    )
    values = {
        "visit_key": key, "on": on, "method": "home", "answered_by": "self", "confirmed": EVERYTHING,
        "is_employed": False, "reason": 7, "wish": wish, "known_from": at(on), **said,
    }  # fmt: skip
    return Verification.objects.create(person=person, **values)


def serve(person, on=date(2024, 5, 1), outcome=2, **said):
    return ServiceRecord.objects.create(
        person=person, on=on, kind=2, content="推荐到食品厂", outcome=outcome, known_from=at(on), **said
    )


def home(*members, basis="book"):
    place = Household.objects.create(
        number=f"H{Household.objects.count()}", basis=basis, county_code="", township_code=""
    )
    for person, relation in members:
        HouseholdMember.objects.create(household=place, person=person, relation=relation, known_from=KNOWN)


def kept(person):
    return PersonStatus.objects.get(pk=person.pk)


def worker(user="wang", name="王专委"):
    return User.objects.create(username=user, name=name, created_at=KNOWN)


def test_who_is_who_is_kept_with_reasons_in_words(ledger):
    wanting, working, unknown = ledger.person(), ledger.person(), ledger.person()
    ledger.spell(working, date(2023, 1, 1))
    verify(wanting)
    services.refresh()

    assert (kept(wanting).is_target, kept(wanting).wish) == (True, "now")
    assert "2024年3月1日核对：现在想就业" in kept(wanting).because["target"]
    assert (kept(working).target_reason, kept(working).form) == ("employed", "14")
    assert (kept(unknown).target_reason, kept(unknown).wish) == ("wish_unknown", "")
    assert "2045" in kept(unknown).retire_month or kept(unknown).retire_month > "2044"


def test_family_members_have_no_answers_of_their_own(ledger):
    member = ledger.person(kind="member", certificate=False)
    services.refresh()

    assert not PersonStatus.objects.filter(pk=member.pk).exists()


def test_a_change_in_the_ledger_changes_the_answer_at_once(ledger):
    person = ledger.person()
    services.refresh()
    ledger.spell(person, date(2024, 6, 1))
    derived.facts_changed([person.pk])

    assert kept(person).is_employed
    assert Owed.objects.get(person=person, one="verification", is_current=True).left_reason == "employed"


def test_one_persons_answers_follow_with_at_most_eight_statements(ledger):
    person = ledger.person()
    home((person, "户主"), (ledger.person(), "配偶"))
    services.refresh()
    verify(person)
    with CaptureQueriesContext(connection) as asked:
        services.refresh([person.pk])

    statements = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(statements) <= 8
    assert kept(person).is_target


def test_a_city_takes_no_more_statements_than_a_handful(ledger):
    for _ in range(30):
        home((ledger.person(), "户主"), (ledger.person(), "配偶"))
    with CaptureQueriesContext(connection) as asked:
        services.refresh()

    assert len([one for one in asked if one["sql"].startswith("SELECT")]) < 20
    assert PersonStatus.objects.count() == 60


def test_worked_out_twice_nothing_is_written(ledger):
    verify(ledger.person())
    assert services.refresh() > 0

    assert services.refresh() == 0
    assert list(differences()) == []


def test_who_shares_a_household_follows(ledger):
    mother = ledger.person(kind="member", certificate=False, sex="2")
    son = ledger.person()
    home((mother, "户主"), (son, "子"))
    say(son, Circumstance.UNEMPLOYED, started_on=date(2024, 1, 1))
    job = ledger.spell(mother, date(2020, 1, 1))
    services.refresh()
    assert "zero_employment_household" not in kept(son).hardship

    Spell.objects.filter(pk=job.pk).update(ended_on=date(2024, 6, 28))  # as a correction would leave it
    say(mother, Circumstance.UNEMPLOYED, started_on=date(2024, 6, 29))
    derived.facts_changed([mother.pk])

    assert {"zero_employment_household", "zero_by_book", "hrss_1"} <= set(kept(son).hardship)
    assert list(differences()) == []


def test_book_and_living_that_differ_are_both_shown(ledger):
    son, uncle = ledger.person(), ledger.person(kind="member", certificate=False)
    say(son, Circumstance.UNEMPLOYED, started_on=date(2024, 1, 1))
    ledger.spell(uncle, date(2020, 1, 1), form="74")
    home((son, "户主"))
    home((son, "户主"), (uncle, "其他"), basis="living")
    services.refresh()

    assert {"zero_by_book"} == {"zero_by_book", "zero_by_living"} & set(kept(son).hardship)
    assert "由乡镇（街道）认定" in kept(son).because["zero_employment_household"]


def test_several_persons_with_disabilities_in_one_household(ledger):
    one, two = ledger.person(), ledger.person()
    home((one, "户主"), (two, "子"))
    services.refresh()

    assert "multi_disability_household" in kept(one).hardship
    assert "multi_disability_household" in kept(two).hardship


def test_five_of_eighteen_injured_workers_hold_a_certificate_and_are_one_person_each(ledger):
    holders = [ledger.person() for _ in range(5)]
    injured = [ledger.person(kind="injured", certificate=False) for _ in range(13)]
    for person in (*holders, *injured):
        say(person, Circumstance.INJURY, "工伤 7 级", date(2020, 1, 1))
    services.refresh()

    assert PersonStatus.objects.count() == 18
    assert PersonStatus.objects.filter(is_injured_only=True).count() == 13


def test_who_moved_to_a_street_is_rural_until_the_day_before(ledger):
    person = ledger.person(place=LUJIA)
    say(person, Circumstance.RESIDENCE, XINGLONG[1], date(2024, 3, 1))

    found = [next(services.answers_on(day, [person.pk]))[2].is_rural for day in (date(2024, 2, 29), date(2024, 3, 1))]

    assert found == [True, False]


def test_a_retirement_category_is_a_fact_and_gives_the_month(ledger):
    person = ledger.person(sex="2", born_on=date(1975, 3, 1))
    services.refresh([person.pk], date(2025, 1, 2))
    assert kept(person).retire_month == ""

    say(person, Circumstance.RETIREMENT, "F50", known_from=KNOWN)
    services.refresh([person.pk], date(2025, 1, 2))
    assert kept(person).retire_month == "2025-05"


def test_all_four_done_and_the_coverage_with_its_names(ledger):
    wang, full, bare = worker(), ledger.person(), ledger.person(place=TAISHAN)
    for person in (full, bare):
        Assignment.objects.create(person=person, kind="worker", user=wang, started_on=DAY, by="测试", at=KNOWN)
    verify(full)
    Assessment.objects.create(
        person=full, profile_version="1", depth="D1", purpose="four_ones", on=date(2024, 4, 1), assessor=wang,
        signed_on=date(2024, 4, 1), shown_on=date(2024, 4, 2), known_from=KNOWN,
    )  # fmt: skip
    NeedRegistration.objects.create(person=full, on=date(2024, 3, 1), said_how="home", jobs=["保洁"], known_from=KNOWN)
    done = serve(full)
    ledger.person()
    services.refresh()

    assert [(row.one, row.evidence is not None) for row in queries.owed_of(full.pk)] == [
        ("verification", True), ("assessment", True), ("need", True), ("service", True),
    ]  # fmt: skip
    assert queries.owed_of(full.pk)[3].evidence == done.pk
    by_worker = {group.name: group.coverage for group in queries.coverage(CITY, "worker", DAY)}
    assert (by_worker["王专委"].base, by_worker["王专委"].verified, by_worker["王专委"].complete) == (2, 1, 1)
    assert by_worker["没有负责人"].unverified == 1
    by_county = {group.name: group.coverage for group in queries.coverage(CITY, "county", DAY)}
    assert (by_county["双台子区"].unverified, by_county["兴隆台区"].verified) == (1, 1)
    assert [row.person_id for row in queries.names_of_worker(queries.unverified(CITY), wang.pk)] == [bare.pk]
    assert queries.total(queries.coverage(CITY)) == queries.total(queries.coverage(CITY, "town"))


@pytest.mark.parametrize(
    ("said", "counts"),
    [({}, True), ({"outcome": 9}, False), ({"visit_key": uuid.UUID(int=7)}, False), ({"confirmed": ["identity"]}, False),
     ({"answered_by": "family"}, False), ({"known_until": KNOWN + timedelta(900)}, False)],
)  # fmt: skip
def test_only_what_a_contact_confirmed_counts_as_verified(ledger, said, counts):
    person = ledger.person()
    verify(person, **said)
    services.refresh()

    assert (Owed.objects.get(person=person, one="verification", is_current=True).done_on is not None) is counts


def test_a_service_without_outcome_and_an_empty_form_are_not_counted(ledger):
    person = ledger.person()
    verify(person)
    serve(person, outcome=None)
    NeedRegistration.objects.create(person=person, on=date(2024, 3, 1), said_how="home", known_from=KNOWN)
    services.refresh()

    assert {row.one: row.done_on is not None for row in queries.owed_of(person.pk)} == {
        "verification": True, "assessment": False, "need": False, "service": False,
    }  # fmt: skip


def test_whoever_is_out_of_reach_is_in_no_list(ledger):
    ledger.person(place=TAISHAN)
    services.refresh()
    other = system_who(reach="211103")

    assert queries.statuses(other).count() == queries.owed(other).count() == 0
    assert queries.coverage(other) == []
    assert queries.statuses(CITY).count() == 1


def test_merged_rows_have_one_answer_and_taken_apart_two(ledger):
    kept_row, gone = ledger.person(), ledger.person()
    verify(gone)
    services.refresh()
    merge = persons.merge(CITY, kept_row, gone, "同一个人，已核对")
    assert kept(kept_row).is_target
    assert not PersonStatus.objects.filter(pk=gone.pk).exists()

    persons.undo_merge(CITY, merge)
    assert (kept(kept_row).is_target, kept(gone).is_target) == (False, True)
    assert list(differences()) == []


def test_what_hangs_on_the_date_is_made_anew_with_a_new_day(ledger):
    person = ledger.person(born_on=date(1964, 7, 2))
    services.refresh()
    assert (kept(person).is_working_age, services.is_due(DAY)) == (True, False)

    with clock.pretend(datetime(2024, 7, 2, 4, tzinfo=clock.UTC)):
        assert services.recompute_if_due()
        assert not services.recompute_if_due()
    assert (kept(person).is_working_age, kept(person).day) == (False, date(2024, 7, 2))


def test_many_changes_are_gathered_into_one(ledger):
    people = [ledger.person() for _ in range(3)]
    with derived.gathered():
        for person in people:
            derived.facts_changed([person.pk])
        assert PersonStatus.objects.count() == 0
    assert PersonStatus.objects.count() == 3


def test_a_figure_nobody_entered_keeps_no_fact_out_of_the_ledger(ledger):
    from tonggong.base.policy import queries as policy
    from tonggong.base.policy.models import FigureValue

    FigureValue.objects.filter(figure_id="four_ones.late_days_first").delete()
    policy.forget()
    derived.facts_changed([ledger.person().pk])

    assert PersonStatus.objects.count() == 0
    found = CliRunner().invoke(check_derived)
    assert found.exit_code == 1
    assert "新进入者基础信息核对期限" in found.output or "four_ones.late_days_first" in found.output


# --- the command line ------------------------------------------------------------------------------------------------


def test_status_of_any_past_day_is_a_file_with_a_row_for_each(ledger, tmp_path):
    person = ledger.person()
    verify(person, on=date(2024, 3, 1))
    ledger.spell(person, date(2024, 5, 1))
    found = {}
    for day in ("2024-02-29", "2024-04-30", "2024-06-30"):
        out = tmp_path / f"{day}.parquet"
        said = CliRunner().invoke(status, ["--as-of", day, "--out", str(out), "--json"])
        assert json.loads(said.output)["rows"] == 1
        found[day] = pq.read_table(out).to_pylist()[0]

    assert [row["target_reason"] for row in found.values()] == ["wish_unknown", "target", "employed"]
    assert found["2024-04-30"]["certificate_no"].endswith("41")
    assert found["2024-04-30"]["four_ones_owed"] == ["verification", "assessment", "need", "service"]
    assert found["2024-04-30"]["four_ones_done"] == ["verification"]
    assert dict(found["2024-06-30"]["reasons"])["employed"]
    assert PersonStatus.objects.count() == 0  # nothing was kept


def test_status_can_be_asked_as_it_was_known(ledger, tmp_path):
    verify(ledger.person(), on=date(2024, 3, 1), known_from=at(date(2024, 5, 1)))
    out = tmp_path / "s.parquet"
    reasons = []
    for known in ("2024-04-30", "2024-05-01"):
        CliRunner().invoke(status, ["--as-of", "2024-04-30", "--known-on", known, "--out", str(out)])
        reasons += pq.read_table(out)["target_reason"].to_pylist()

    assert reasons == ["wish_unknown", "target"]


def test_duties_print_the_unverified_beside_what_is_done(ledger, tmp_path):
    full, wang = ledger.person(), worker()
    verify(full)
    serve(full)
    Assignment.objects.create(person=full, kind="worker", user=wang, started_on=DAY, by="测试", at=KNOWN)
    lost = ledger.person()
    ledger.spell(lost, date(2020, 1, 1), date(2024, 4, 30))
    rows = tmp_path / "d.csv"

    said = CliRunner().invoke(
        duties, ["--as-of", "2024-06-30", "--by", "worker", "--rows", str(rows), "--json"], catch_exceptions=False
    )
    found = json.loads(said.output)
    assert (found["period"], found["unverified"]) == ("2024", 1)
    assert {k: found["verification"][k] for k in ("owed", "done", "overdue")} == {"owed": 2, "done": 1, "overdue": 1}
    assert {k: found["service"][k] for k in ("owed", "done", "overdue")} == {"owed": 1, "done": 1, "overdue": 0}
    assert [group["name"] for group in found["groups"]] == ["没有负责人", "王专委"]
    lines = list(csv.DictReader(rows.read_text("utf-8-sig").splitlines()))
    assert len(lines) == 5
    assert {line["状态"] for line in lines} == {"已办", "未办", "逾期"}
    assert not any(len(cell) == 18 and cell.isdigit() for line in lines for cell in line.values())


def test_what_the_command_line_writes_out_is_a_release_in_the_log_without_a_number_in_it(ledger, tmp_path):
    person = ledger.person()
    verify(person)
    files = tmp_path / "s.parquet", tmp_path / "d.csv"
    for command, option, file in ((status, "--out", files[0]), (duties, "--rows", files[1])):
        CliRunner().invoke(command, ["--as-of", "2024-06-30", option, str(file)], catch_exceptions=False)
    logged = list(Entry.objects.filter(kind="release").order_by("seq"))
    told = [json.loads(row.detail) for row in logged]

    assert [(row.subject, one["as_of"], one["rows"]) for row, one in zip(logged, told, strict=True)] == [
        ("persons.Person", "2024-06-30", 1), ("persons.Person", "2024-06-30", 4),
    ]  # fmt: skip
    assert [row.subject_id for row in logged] == [person.pk, person.pk]
    number = pq.read_table(files[0]).to_pylist()[0]["certificate_no"]
    assert len(number) == 20
    assert not any(number[:18] in row.detail for row in logged)


def test_duties_write_a_rate_as_the_board_does(ledger):
    people = [ledger.person() for _ in range(16)]
    verify(people[0])
    rate = json.loads(CliRunner().invoke(duties, ["--as-of", "2024-06-30", "--json"]).output)["verification"]["rate"]

    assert rate == 6.3  # one of 16 is 6.25 %, half-up
    services.refresh(None, date(2024, 6, 30))
    board = queries.total(queries.coverage(CITY, "county", date(2024, 6, 30)))
    assert percent(board.rate(One.VERIFICATION)) == f"{rate}%"


def test_recompute_for_a_day_and_check_tell_what_differs(ledger):
    person = ledger.person()
    said = CliRunner().invoke(recompute, ["--on", "2024-06-30", "--json"])
    assert json.loads(said.output) == {"on": "2024-06-30", "changed": 3}
    assert CliRunner().invoke(check_derived).exit_code == 0

    PersonStatus.objects.filter(pk=person.pk).update(is_target=True)
    Owed.objects.filter(person=person, is_current=True).update(due_on=date(2024, 7, 1))
    found = CliRunner().invoke(check_derived, ["--json"])
    assert found.exit_code == 1
    assert [(row["person"], row["what"]) for row in json.loads(found.output)["rows"]] == [
        (person.pk, "is_target"), (person.pk, "verification"),
    ]  # fmt: skip


@pytest.mark.parametrize("command", [status, duties, recompute])
def test_a_day_that_is_none_is_wrong_use(ledger, command, tmp_path):
    words = ["--on" if command is recompute else "--as-of", "2024-02-30"]
    words += ["--out", str(tmp_path / "s.parquet")] if command is status else []

    found = CliRunner().invoke(command, words)

    assert found.exit_code == 2
    assert "2024-02-30" in found.output


def test_the_last_period_stays_beside_this_one_as_it_stood_on_its_last_day(ledger, tmp_path):
    asked, late, missed = ledger.person(), ledger.person(), ledger.person()
    verify(asked)
    serve(asked)
    key = uuid.uuid4()
    seen = Visit.objects.create(
        key=key, person=late, method="home", started_at=at(date(2024, 12, 30)), on=date(2024, 12, 30), present="self",
        outcome=1, known_from=at(date(2025, 1, 9)),
    )  # fmt: skip
    verify(late, wish="no", reason=3, on=date(2024, 12, 30), visit_key=seen.key, known_from=at(date(2025, 1, 9)))
    services.refresh(None, date(2025, 1, 12))

    assert [(one.key, one.is_current) for one in queries.periods()] == [("2025", True), ("2024", False)]
    assert {row.person_id for row in queries.unverified(CITY)} == {asked.pk, late.pk, missed.pk}
    assert [row.person_id for row in queries.unverified(CITY, "2024")] == [missed.pk]
    assert {row.one for row in queries.owed_of(asked.pk)} == {"verification"}
    assert {row.one: row.done_on is not None for row in queries.owed_of(asked.pk, "2024")} == {
        "verification": True, "assessment": False, "need": False, "service": True,
    }  # fmt: skip
    with clock.pretend(datetime(2025, 1, 12, 4, tzinfo=clock.UTC)):
        assert list(differences()) == []
        assert services.is_due(date(2025, 1, 12)) is False
    said = CliRunner().invoke(duties, ["--as-of", "2024-12-31", "--json"])
    board = queries.total(queries.coverage(CITY, "county", date(2024, 12, 31), "2024"))
    whole = json.loads(said.output)
    assert (whole["period"], whole["unverified"], whole["complete"]) == ("2024", board.unverified, board.complete)
    for one in One:
        found = whole[one.value]
        assert (found["owed"], found["done"]) == (board.owed(one), board.done(one))


def test_a_family_member_whose_insurance_a_unit_pays_is_at_work(ledger):
    wife, man = ledger.person(kind="member", certificate=False, sex="2"), ledger.person()
    home((wife, "配偶"), (man, "户主"))
    say(man, Circumstance.UNEMPLOYED, started_on=date(2024, 1, 1))
    verify(wife, wish="no", reason=3)
    services.refresh()
    assert "zero_by_book" in kept(man).hardship

    Contribution.objects.create(
        person=wife, unit_code="91211100000000000X", first_month="2024-05", last_month="2024-05", known_from=KNOWN
    )
    services.refresh()
    assert "zero_by_book" not in kept(man).hardship


def test_people_of_another_city_are_judged_by_this_ones_figures(ledger):
    person = ledger.person(place=("210103000000", "210103001000"))
    services.refresh()

    assert kept(person).target_reason == "wish_unknown"
    assert Person.objects.count() == PersonStatus.objects.count()
