"""A unit under two codes, joined: suspicions, posts, hires, placements of partners, declarations and letters are one unit's."""

from datetime import date

import pytest

from tests.domain import test_signals_of_ledger as signals
from tests.domain.intake_files import citizen_ids
from tests.domain.quota_city import OTHER, YEAR, city_with_wages, firm, placed
from tests.domain.reporting_ledger import UNIT, XINGLONG, Ledger, at
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.installation import clock
from tonggong.base.intake.services import sender_of_unit
from tonggong.domain.cooperation.models import Mailing
from tonggong.domain.cooperation.queries import reports as letters
from tonggong.domain.cooperation.services import reports as filing
from tonggong.domain.cooperation.services.writing import CooperationRefused
from tonggong.domain.declaration import queries as declarations
from tonggong.domain.declaration import services as declaring
from tonggong.domain.declaration.own import own_declared
from tonggong.domain.employers.joining import join, part
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.own import own_codes, own_unit, speaks_for
from tonggong.domain.employers.queries import code_in_use, codes_under, former, keys_of
from tonggong.domain.employment.own import reported_people
from tonggong.domain.hires import queries as hires
from tonggong.domain.hires.services import check_year, report_hire
from tonggong.domain.inspection.queries import suspicions as stored
from tonggong.domain.inspection.queries.cases import case_of_unit
from tonggong.domain.inspection.services.cases import open_case
from tonggong.domain.inspection.services.screening import screen
from tonggong.domain.posts import queries as posts
from tonggong.domain.posts.models import Post
from tonggong.domain.quota.collected import Asked, differences
from tonggong.domain.quota.models import LevyDifference
from tonggong.domain.quota.own import own_year

pytestmark = pytest.mark.django_db
STAFF = system_who("市残联", "2111")
GROUND = "变更登记通知书"


def account(code: str) -> Who:
    return Who(1, "高原", "employer", "用人单位", "", ROLES["employer"].duties, unit_code=code)


def unit_of(code: str) -> Unit:
    return Unit.objects.get(code=code)


@pytest.fixture
def pair(practice) -> Ledger:
    """Somebody at each of two codes, each reported by the unit under that code."""
    ledger = city_with_wages()
    firm(ledger, OTHER, 40)
    ledger.people = [
        placed(ledger, unit=code, source_file=ledger.file(sender=sender_of_unit("单位", code)))
        for code in (UNIT, OTHER)
    ]
    return ledger


def test_every_code_leads_to_the_one_in_use_until_it_is_taken_back(pair):
    join(STAFF, unit_of(OTHER), unit_of(UNIT), GROUND)
    kept, old = unit_of(UNIT), unit_of(OTHER)
    for code in (UNIT, OTHER):
        assert (code_in_use(code), codes_under(code), own_codes(account(code))) == (UNIT, [UNIT, OTHER], [UNIT, OTHER])
        assert own_unit(account(code)) == kept
    assert keys_of(old) == keys_of(kept) == [kept.pk, old.pk]
    assert speaks_for(account(OTHER), kept)
    assert not speaks_for(account("91211100MA0TESTX3C"), kept)
    assert former(STAFF, f" {OTHER.lower()} ").same_as == kept
    assert former(STAFF, UNIT) is None

    part(STAFF, old, "登记错了")

    assert [codes_under(code) for code in (UNIT, OTHER, "没有登记", "")] == [[UNIT], [OTHER], ["没有登记"], []]
    assert not speaks_for(account(OTHER), kept)
    assert former(STAFF, OTHER) is None


def test_the_units_own_pages_show_both_codes_people_once_joined_under_either_account(pair):
    first, second = (one.pk for one in pair.people)
    assert reported_people(account(OTHER)) == {second}
    join(STAFF, unit_of(OTHER), unit_of(UNIT), GROUND)

    for code in (UNIT, OTHER):
        assert reported_people(account(code)) == {first, second}
        assert {one.person_id for one in own_year(account(code), YEAR).people} == {first, second}

    part(STAFF, unit_of(OTHER), "登记错了")
    assert reported_people(account(UNIT)) == {first}


def test_a_declaration_under_the_old_code_is_the_units_and_its_correction_counts_there(pair):
    with clock.pretend(at(date(YEAR + 1, 4, 1))):
        begun = declaring.open_declaration(account(OTHER), YEAR)
        join(STAFF, unit_of(OTHER), unit_of(UNIT), GROUND)
        assert declaring.open_declaration(account(UNIT), YEAR) == begun  # no second one
        sent = declaring.submit(account(UNIT), own_declared(account(UNIT), YEAR).row)
    assert sent.confirmed == 2
    assert not sent.items.filter(kind="twice").exists()  # both codes are one unit, nobody is insured elsewhere
    assert list(declarations.states_of(STAFF, YEAR)) == [UNIT]

    part(STAFF, unit_of(OTHER), "登记错了")

    assert list(declarations.states_of(STAFF, YEAR)) == [OTHER]
    assert own_declared(account(UNIT), YEAR).row is None


def test_posts_filings_and_letters_are_found_under_the_code_in_use_and_come_apart(pair):
    Unit.objects.update(economic_kind="机关", level="市级", township_code=XINGLONG[1])
    old, kept = unit_of(OTHER), unit_of(UNIT)
    post = Post.objects.create(
        unit=old, is_public_body=True, county_code=XINGLONG[0], title="收发", occupation="clerk", duties="", places=1,
        is_reserved=True, workplace="振兴街1号", apply_how="打电话", open_from=date(YEAR, 1, 1), demands={}, source="employer",
        by="试验", at=clock.now(),
    )  # fmt: skip
    filing.file_report(STAFF, old, year=YEAR, kind="social", filed_on=date(YEAR + 1, 4, 1), evidence="第3页")
    for unit in (old, kept):
        letter(unit)
    assert len(letters.letters_to(STAFF, kept)) == 1

    join(STAFF, old, kept, GROUND)

    assert list(posts.posts(STAFF, unit=kept.pk)) == list(posts.own_posts(account(UNIT))) == [post]
    assert [one.year for one in letters.filings_of(kept)] == [YEAR]
    with pytest.raises(CooperationRefused, match="已经登记"):
        filing.file_report(STAFF, kept, year=YEAR, kind="social", filed_on=date(YEAR + 1, 4, 1), evidence="第3页")
    assert [(one.mailing.year, one.unit) for one in letters.letters_to(STAFF, kept)] == [(YEAR, old), (YEAR, kept)][
        ::-1
    ]

    part(STAFF, unit_of(OTHER), "登记错了")

    assert list(posts.posts(STAFF, unit=kept.pk)) == list(letters.filings_of(kept)) == []


def letter(unit: Unit, row: Mailing | None = None) -> None:
    """A letter that went out in a mailing of its own, or in one that went to others too."""
    row = row or Mailing.objects.create(
        year=YEAR, reach="2111", made_on=date(YEAR + 1, 3, 1), by="试验", at=clock.now(), done_at=clock.now()
    )
    row.letters.create(unit=unit, file_name=f"{unit.code}.docx")


def test_one_mailing_that_knew_both_codes_is_one_letter_the_newer_codes(pair):
    old, kept = unit_of(OTHER), unit_of(UNIT)
    letter(old)
    letter(kept, Mailing.objects.get())
    join(STAFF, old, kept, GROUND)

    assert [one.unit for one in letters.letters_to(STAFF, unit_of(OTHER))] == [kept]


def test_a_difference_of_the_levy_is_found_by_the_old_code_too(pair):
    kept = unit_of(UNIT)
    LevyDifference.objects.create(
        unit=kept, unit_code=UNIT, unit_name=kept.name, year=YEAR, county_code=kept.county_code, kind="wage_base",
        paid_yuan=1, because="", made_at=clock.now(),
    )  # fmt: skip
    assert not differences(STAFF, YEAR, Asked(words=OTHER)).exists()
    join(STAFF, unit_of(OTHER), kept, GROUND)

    assert [one.unit for one in differences(STAFF, YEAR, Asked(words=OTHER))] == [kept]


def test_somebody_at_both_codes_is_no_suspicion_and_what_is_one_stands_once(practice):
    """Two codes of one firm and a third unit: full time at both codes is one job, full time elsewhere still is a signal."""
    city = signals.City()
    old, kept, third = signals.FALSE, signals.HONEST, signals.THIRD
    for code in (old, kept, third):
        city.staff(code, 40)
    both = city.placed(old)
    city.placed(kept, person=both, started_on=date(signals.YEAR, 1, 1))
    twice = city.placed(old)
    city.placed(third, person=twice, started_on=date(signals.YEAR - 2, 3, 1))  # the later of two jobs is asked about
    screen(STAFF, signals.YEAR)
    wanted = stored.Wanted(unit=kept)
    assert {one.person for one in stored.suspicions_of(STAFF, signals.YEAR, wanted)} == {both}
    seen = set(stored.suspicions_of(STAFF, signals.YEAR, stored.Wanted(unit=old)).values_list("pk", flat=True))

    assert seen

    join(STAFF, unit_of(old), unit_of(kept), GROUND)
    # What was found before stands under the code in use at once, and a case is opened for that.
    assert seen <= set(stored.suspicions_of(STAFF, signals.YEAR, wanted).values_list("pk", flat=True))
    assert set(stored.unit_names([old, kept]).values()) == {(unit_of(kept).pk, unit_of(kept).name)}
    screen(STAFF, signals.YEAR)
    (row,) = stored.suspicions_of(STAFF, signals.YEAR, wanted)
    assert (row.person, "F01" in row.codes) == (twice, True)
    case = open_case(STAFF, [row], "同月在两家全职，先看一看")
    assert (case.unit_code, case_of_unit(STAFF, old, signals.YEAR)) == (kept, case)

    part(STAFF, unit_of(old), "登记错了")
    screen(STAFF, signals.YEAR)

    assert {one.person for one in stored.suspicions_of(STAFF, signals.YEAR, wanted)} == {both}
    found = stored.suspicions_of(STAFF, signals.YEAR, stored.Wanted(unit=old))
    assert {one.person for one in found} == {twice}


def test_hires_are_checked_once_under_the_code_in_use_and_apart_again(pair):
    Unit.objects.update(economic_kind="机关", level="市级", township_code=XINGLONG[1])
    old, kept = unit_of(OTHER), unit_of(UNIT)
    said = {"citizen_id": citizen_ids(1, seed=5)[0], "name": "王某", "ground": "聘用通知"}
    for unit in (old, kept):
        report_hire(STAFF, unit, **said, hired_on=date(YEAR, 7, 3))
    check_year(STAFF, YEAR)
    assert [one.unit for one in hires.cases(STAFF, YEAR)] == [kept, old]

    join(STAFF, old, kept, GROUND)
    check_year(STAFF, YEAR)

    assert [(one.unit, one.state) for one in hires.cases(STAFF, YEAR)] == [(kept, "open")]
    assert hires.own_reports(account(OTHER)).count() == 2

    part(STAFF, unit_of(OTHER), "登记错了")
    check_year(STAFF, YEAR)

    assert [one.unit for one in hires.cases(STAFF, YEAR)] == [kept, unit_of(OTHER)]
