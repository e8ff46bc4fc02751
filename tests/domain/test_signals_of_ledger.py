"""Signals of false placement from the ledger's own rows: four that are planted, each beside honest work that looks the same."""

import json
import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from click.testing import CliRunner

from tests.domain.reporting_ledger import TAISHAN, XINGLONG, Ledger
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.privacy import blind_index
from tonggong.cli.employers import signals
from tonggong.domain.casework.models import Verification, Visit
from tonggong.domain.comparison.models import Finding
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.domain.employment.models import Contribution, WageMonth
from tonggong.domain.inspection.facts import read
from tonggong.domain.inspection.files import released
from tonggong.domain.inspection.suspicions import suspicions
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.testimony.models import Statement
from tonggong.rules.signals import Level

pytestmark = pytest.mark.django_db
YEAR = 2023
MONTHS = [f"{YEAR}-{month:02d}" for month in range(1, 13)]
BEFORE = [f"{YEAR - 1}-12", *MONTHS]
NAMED = "欧阳长风"
FULL, MINIMUM, USUAL = "养老、医疗、工伤", "1710", "4200"
FALSE, HONEST, THIRD = "91211100MA0TESTX1A", "91211100MA0TESTX2B", "91211100MA0TESTX3C"


class City(Ledger):
    """Units with other staff, and people placed there, as comparison would have left them."""

    def __init__(self):
        super().__init__()
        for code in (FALSE, HONEST, THIRD):
            self.unit(code)

    def unit(self, code, place=XINGLONG):
        return Unit.objects.create(
            code=code, name=f"测试单位{code[-2:]}", economic_kind="企业", county_code=place[0], township_code=place[1]
        )

    def staff(self, code, heads, *, late=0, low=0, phones=None):
        """Everybody's sums of a unit, by month; `late` and `low` of them paid afterwards and at the minimum."""
        for month in BEFORE:
            UnitMonth.objects.create(
                unit_code=code, month=month, feed="social-insurance", heads=heads, back_paid=late,
                delivery=self.file("social-insurance", month).delivery,
            )  # fmt: skip
            UnitMonth.objects.create(
                unit_code=code, month=month, feed="wages", heads=heads, paid=heads, at_minimum=low, phones=phones,
                delivery=self.file("wages", month).delivery,
            )  # fmt: skip

    def placed(self, code, months=MONTHS, *, wage=USUAL, late=(), kinds=FULL, person=None, form="14", started_on=None):
        """Somebody placed and paid for in some months; returns the person."""
        person = person or self.person()
        self.spell(person, started_on or date(YEAR - 1, 3, 1), unit_code=code, form=form)
        for row, month in enumerate(months, 2):
            Contribution.objects.create(
                person=person, unit_code=code, first_month=month, last_month=month, kinds=kinds, known_from=self.now,
                is_arrears=month in late, source_file=self.file("social-insurance", month), source_row=row,
            )  # fmt: skip
            WageMonth.objects.create(
                person=person, unit_code=code, month=month, wage_yuan=Decimal(wage), known_from=self.now,
                source_file=self.file("wages", month), source_row=row,
            )  # fmt: skip
        return person

    @property
    def now(self):
        return self.file().received_at


@pytest.fixture
def city(practice):
    return City()


def found():
    """Level and codes by person and unit."""
    return {(one.person, one.unit): one for one in suspicions(YEAR)}


def is_asked_about(person, unit):
    one = found().get((person.pk, unit))
    return one is not None and one.level is Level.CHECK


def test_two_full_time_units_are_asked_about_and_a_part_time_one_beside_is_not(city):
    for unit in (FALSE, HONEST, THIRD):
        city.staff(unit, 40)
    doubled = city.placed(HONEST)
    city.placed(FALSE, MONTHS[3:], person=doubled, started_on=date(YEAR, 4, 1))
    twin = city.placed(HONEST)
    city.placed(THIRD, MONTHS[3:], person=twin, form="71", kinds="工伤", started_on=date(YEAR, 4, 1))

    assert found()[doubled.pk, FALSE].codes == ("F01",)
    assert is_asked_about(doubled, FALSE)
    assert not is_asked_about(doubled, HONEST)  # where she was first
    assert not is_asked_about(twin, HONEST)
    assert not is_asked_about(twin, THIRD)


def test_everybody_at_the_minimum_is_asked_about_unless_the_others_are_too(city):
    city.staff(FALSE, 42, low=2)  # the two themselves
    city.staff(HONEST, 42, low=30)
    apart = [city.placed(FALSE, wage=MINIMUM) for _ in range(2)]
    alike = [city.placed(HONEST, wage=MINIMUM) for _ in range(2)]

    assert [is_asked_about(one, FALSE) for one in apart] == [True, True]
    assert found()[apart[0].pk, FALSE].codes == ("F05",)
    assert [is_asked_about(one, HONEST) for one in alike] == [False, False]


def test_paid_for_afterwards_counts_unless_the_unit_paid_late_for_all(city):
    city.staff(FALSE, 40, late=1)
    city.staff(HONEST, 40, late=40)
    late = MONTHS[9:]
    alone, with_all = city.placed(FALSE, late, late=late), city.placed(HONEST, late, late=late)

    scores = {person: one.score for (person, _), one in found().items()}
    assert is_asked_about(alone, FALSE)
    assert found()[alone.pk, FALSE].codes == ("F06",)
    assert not is_asked_about(with_all, HONEST)
    assert scores[alone.pk] > scores.get(with_all.pk, 0)


def test_one_telephone_of_strangers_is_asked_about_and_that_of_a_whole_unit_is_not(city):
    tokens = {
        name: blind_index("phone", number) for name, number in (("agent", "13911110000"), ("unit", "13911110001"))
    }
    city.staff(FALSE, 40)
    city.staff(THIRD, 40)
    city.staff(HONEST, 40, phones={tokens["unit"].hex(): 30})
    agents = [city.placed(code) for code in (FALSE, FALSE, THIRD)]
    workers = [city.placed(HONEST) for _ in range(3)]
    for token, people in (("agent", agents), ("unit", workers)):
        for person in people:
            person.phone_index = tokens[token]
            person.save()

    assert is_asked_about(agents[0], FALSE)
    assert found()[agents[2].pk, THIRD].codes == ("F07",)
    assert not any(is_asked_about(person, HONEST) for person in workers)


def test_a_full_time_pupil_is_asked_about_and_an_evening_student_is_not(city):
    city.staff(FALSE, 40)
    pupil, student = city.placed(FALSE), city.placed(FALSE)
    for person, mode in ((pupil, "全日制"), (student, "非全日制")):
        PersonFact.objects.create(
            person=person, kind="school", value=f"盘锦职业学校 中职 {mode} 在读", started_on=date(2022, 9, 1),
            known_from=city.now, source_file=city.file("school-enrolment"), source_row=9,
        )  # fmt: skip

    assert is_asked_about(pupil, FALSE)
    assert found().get((student.pk, FALSE)) is None


def test_whoever_is_found_in_hospital_at_every_visit_is_asked_about_and_who_is_met_at_work_after_it_is_not(city):
    city.staff(FALSE, 40)
    stays, back, once = city.placed(FALSE), city.placed(FALSE), city.placed(FALSE)
    found_at = [(stays, 2, 6), (stays, 6, 6), (back, 2, 6), (back, 6, 6), (back, 9, 1), (once, 4, 6)]
    for person, month, outcome in found_at:
        Visit.objects.create(
            key=uuid4(), person=person, method="workplace" if outcome == 1 else "home", outcome=outcome,
            on=date(YEAR, month, 11), started_at=city.now, known_from=city.now,
        )  # fmt: skip

    (hit,) = found()[stays.pk, FALSE].hits
    assert (hit.code, hit.clue, hit.counts) == ("F04", "care", 50)
    assert f"{YEAR}年3月至5月住院" in hit.evidence[0].text
    assert is_asked_about(stays, FALSE)
    assert not is_asked_about(back, FALSE)
    assert (once.pk, FALSE) not in found()


def test_her_own_word_of_a_placement_moves_no_score_either_way(city):
    city.staff(FALSE, 40)
    denies, confirms = city.placed(FALSE), city.placed(FALSE)
    before = found()
    for person, answer in ((denies, "not_real"), (confirms, "works")):
        Statement.objects.create(
            person=person, spell=person.spells.get().pk, sealed=Statement.seal({"answers": [answer]}), voice="self",
            means="portal", said_at=city.now, by="本人",
        )  # fmt: skip

    assert found() == before
    assert not {(denies.pk, FALSE), (confirms.pk, FALSE)} & before.keys()


def test_a_family_member_who_works_is_no_placement(city):
    city.staff(FALSE, 42, low=2)
    relative = city.placed(FALSE, wage=MINIMUM, person=city.person(certificate=False, kind="member"))
    stranger = city.placed(FALSE, wage=MINIMUM, person=city.person(certificate=False))

    assert not {(relative.pk, FALSE), (stranger.pk, FALSE)} & found().keys()


def test_a_certificate_that_ran_out_is_asked_about_unless_it_was_renewed_soon(city):
    city.staff(FALSE, 40)
    without, renewed = city.placed(FALSE), city.placed(FALSE)
    for person in (without, renewed):
        person.certificates.update(valid_until=date(YEAR, 5, 31))
    city.certificate(renewed, f"{renewed.citizen_id}42", issued_on=date(YEAR, 7, 10))

    assert found()[without.pk, FALSE].codes == ("F02",)
    assert is_asked_about(without, FALSE)
    assert not is_asked_about(renewed, FALSE)


def test_a_cancelled_certificate_is_told_as_cancelled_and_a_frozen_one_never_as_expired(city):
    city.staff(FALSE, 40)
    cancelled, frozen = city.placed(FALSE), city.placed(FALSE)
    for person, status in ((cancelled, "cancelled"), (frozen, "frozen")):
        person.certificates.update(status=status, status_on=date(YEAR, 6, 10), valid_until=date(YEAR + 5, 1, 1))

    (hit,) = found()[cancelled.pk, FALSE].hits
    assert (hit.code, hit.clue) == ("F02", "cancelled")
    assert f"{YEAR}-06-10注销" in hit.evidence[0].text
    assert (frozen.pk, FALSE) not in found()


@pytest.mark.parametrize(
    ("cause", "feed", "label", "clue"),
    [
        ("death", "deaths", "死亡日期", "dead"),
        ("certificate-stopped:cancelled", "certificates", "状态日期", "cancelled"),
    ],
)
def test_what_a_file_says_and_nobody_decided_is_asked_about_and_named_as_such(city, cause, feed, label, clue):
    city.staff(FALSE, 40)
    person, file = city.placed(FALSE), city.file(feed)
    waiting = Finding.objects.create(
        month=MONTHS[5], feed=feed, delivery=file.delivery, source_file=file, source_row=2, content=b"1", result="ended",
        state="open", person=person, cause=cause, found_at=city.now,
        sides=[{"label": label, "ledger": "", "incoming": f"{YEAR}-06-10", "same": False}],
    )  # fmt: skip

    (hit,) = found()[person.pk, FALSE].hits
    assert (hit.code, hit.clue) == ("F02", clue)
    assert "还没有裁定" in hit.evidence[0].text

    waiting.state = "rejected"
    waiting.save()
    assert (person.pk, FALSE) not in found()


def test_no_work_said_by_herself_denies_the_only_placement_and_said_by_others_nothing(city):
    for unit in (FALSE, HONEST):
        city.staff(unit, 40)
    herself, by_family, of_two = city.placed(FALSE), city.placed(FALSE), city.placed(FALSE)
    city.placed(HONEST, form="71", kinds="工伤", person=of_two)
    for person, present in ((herself, "self"), (by_family, "family"), (of_two, "self")):
        Verification.objects.create(
            person=person,
            on=date(YEAR, 6, 1),
            method="home",
            answered_by=present,
            is_employed=False,
            known_from=city.now,
        )

    asked = {person for (person, _), one in found().items() if "F12" in one.codes}
    assert asked == {herself.pk}


def test_who_came_and_went_of_the_others_is_the_net_change_and_never_our_own(city):
    city.staff(FALSE, 30)
    city.placed(FALSE, MONTHS[5:])
    UnitMonth.objects.filter(unit_code=FALSE, feed="social-insurance", month=MONTHS[5]).update(heads=41)
    UnitMonth.objects.filter(unit_code=FALSE, feed="social-insurance", month=MONTHS[6]).update(heads=26)

    (unit,) = read(YEAR).units
    told = {row.month: (row.others, row.joined, row.left) for row in unit.staff}
    assert told[MONTHS[0]] == (30, 0, 0)  # December before is known
    assert told[MONTHS[5]] == (40, 10, 0)
    assert told[MONTHS[6]] == (25, 0, 15)


def test_without_the_month_before_nobody_is_said_to_have_come_or_gone(city):
    city.staff(FALSE, 30)
    city.placed(FALSE)
    UnitMonth.objects.filter(month__in=[BEFORE[0], MONTHS[2]]).delete()

    (unit,) = read(YEAR).units
    told = {row.month: row.joined for row in unit.staff}
    assert told[MONTHS[0]] is None
    assert MONTHS[2] not in told
    assert told[MONTHS[3]] is None


def test_what_no_feed_tells_is_said_to_be_unknown(city):
    city.staff(FALSE, 40)
    person = city.placed(FALSE, wage=MINIMUM)

    assert {"F03", "F04", "F13", "F15"} <= set(found()[person.pk, FALSE].silent)


def test_the_past_is_judged_as_it_was_known(city):
    city.staff(FALSE, 42, low=2)
    city.placed(FALSE, wage=MINIMUM)

    assert suspicions(YEAR, known_at=city.now.replace(year=2021)) == []


def test_the_command_tells_the_worst_first_with_rows_and_no_identifier_but_the_certificate(city):
    city.staff(FALSE, 42, low=2)
    city.staff(HONEST, 40)
    apart = [city.placed(FALSE, wage=MINIMUM) for _ in range(2)]
    doubled = city.placed(HONEST)
    doubled.name = NAMED
    doubled.save()
    city.placed(FALSE, MONTHS[3:], person=doubled, started_on=date(YEAR, 4, 1))

    said = CliRunner().invoke(signals, ["--year", str(YEAR), "--json"])
    rows = json.loads(said.output)

    assert said.exit_code == 0
    assert {tuple(row) for row in rows} == {("unit_code", "certificate_no", "signals", "score", "evidence", "innocent")}
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert rows[0]["signals"][0] == "F01"
    assert rows[0]["certificate_no"] == f"{doubled.citizen_id}41"
    first = rows[0]["evidence"][0]
    where = r"（测试2023-04报送的{}-2023-04\.xlsx第\d+行）"
    paid, waged = where.format("social-insurance"), where.format("wages")
    assert re.fullmatch(f"参保缴费 2023-04{paid}，工资申报{waged}", first["rows"][0])
    readings = {fact["text"]: fact["found"] for fact in rows[0]["innocent"]}
    assert readings["换工作时两边各缴了一个月"] is False  # a reading that is left open, beside the facts found
    assert all(row["innocent"] for row in rows)
    bare = json.dumps([row["evidence"] + row["innocent"] for row in rows], ensure_ascii=False)
    assert re.findall(r"\d{11,}", bare) == []
    assert NAMED not in said.output
    entry = Entry.objects.filter(kind="release", subject="persons.Person").get()
    assert json.loads(entry.subject_ids) == sorted({doubled.pk, *(person.pk for person in apart)})
    assert re.findall(r"\d{11,}", str(entry.detail)) == []
    plain = CliRunner().invoke(signals, ["--year", str(YEAR)])
    assert "须由人核实后才能下结论" in plain.output
    assert "F01" in plain.output


def test_a_county_is_told_of_its_own_units_only(city):
    far = "91211100MA0TESTX4D"
    city.unit(far, TAISHAN)
    for unit in (FALSE, far):
        city.staff(unit, 42, low=2)
        for _ in range(2):
            city.placed(unit, wage=MINIMUM)
    who = system_who()

    here = released(who.narrowed_to(XINGLONG[0]), YEAR)
    assert {row["unit_code"] for row in here} == {FALSE}
    assert {row["unit_code"] for row in released(who, YEAR)} == {FALSE, far}
