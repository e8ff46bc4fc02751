"""The public notice: only allowed fields, no name, no small number; issued by another, frozen, corrections and objections apart."""

import io
from datetime import date, datetime

import docx
import pytest

from tests.domain.intake_files import unit_code
from tests.domain.quota_city import YEAR, body, city_with_wages, placed
from tonggong.base.accounts.who import IncompatibleDuties, Who
from tonggong.base.installation import clock
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person
from tonggong.domain.quota.services import make_year
from tonggong.domain.reporting import notices
from tonggong.domain.reporting.models import NoticeObjection
from tonggong.domain.reporting.notices import NoticeRefused

pytestmark = pytest.mark.django_db
ORGAN, INSTITUTION, EMPTY = unit_code(1, "11"), unit_code(2, "12"), unit_code(3, "11")
DUTIES = frozenset({"circular.draft", "circular.issue", "quota.read"})
DRAFTER = Who(1, "甲", "committee_office", "残工委办", "2111", DUTIES)
ISSUER = Who(2, "乙", "committee_office", "残工委办", "2111", DUTIES)
ISSUED = datetime(2024, 3, 4, 2, tzinfo=clock.UTC)  # a Monday


@pytest.fixture
def ledger(practice):
    """An organ of ten placed, an institution of two, an organ without anybody."""
    found = city_with_wages()
    body(found, ORGAN, 60, 100)
    body(found, INSTITUTION, 80, 100, "事业单位")
    body(found, EMPTY, 55, 60)
    for n in range(12):
        placed(found, unit=ORGAN if n < 10 else INSTITUTION, form="11" if n < 10 else "12")
    make_year(DRAFTER, YEAR)
    return found


def out(by="unit"):
    with clock.pretend(ISSUED):
        return notices.issue_notice(ISSUER, notices.draft_notice(DRAFTER, YEAR, by))


def printed(notice) -> dict[str, list[str]]:
    return {line.name: [cell.text for cell in line.cells] for line in notices.lines_of(notice)[1]}


def words_of(notice) -> str:
    paper = docx.Document(io.BytesIO(notices.as_docx(notice)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_a_preview_holds_the_allowed_fields_and_no_name_and_no_small_number(ledger):
    notice = notices.draft_notice(DRAFTER, YEAR, "unit")

    titles, lines = notices.lines_of(notice)
    assert titles == ["单位", "性质", "层级", "安排残疾人（人）", "是否达到比例"]
    heads = {line.name: line.cells[2].text for line in lines}
    assert sorted(heads.values()) == ["0", "不单独公布", "不足5人"]  # two are hidden: one alone could be worked out
    said = words_of(notice)
    names = Person.objects.values_list("name", flat=True)
    assert names
    assert [name for name in names if name in said] == []


def test_by_kind_small_numbers_stay_closed_and_the_total_is_said(ledger):
    for n in range(5):
        placed(ledger, unit=INSTITUTION, form="12") if n else None
    make_year(DRAFTER, YEAR)
    notice = notices.draft_notice(DRAFTER, YEAR, "kind")
    assert {name: cells[1] for name, cells in printed(notice).items()} == {
        "市级机关": "10",
        "市级事业单位": "6",
        "合计": "16",
    }
    assert {name: cells[3] for name, cells in printed(notice).items()} == {
        "市级机关": "1",
        "市级事业单位": "0",
        "合计": "1",
    }


def test_a_field_that_the_figure_does_not_allow_is_not_there_and_an_unknown_one_is_refused(ledger):
    row = FigureValue.objects.get(figure_id="notice.fields_by_unit")
    for value, ok in ((["name", "ratio_met"], True), (["name", "citizen_id"], False)):
        row.value = value
        row.save()
        forget()
        if ok:
            assert notices.lines_of(notices.draft_notice(DRAFTER, YEAR, "unit"))[0] == ["单位", "是否达到比例"]
        else:
            with pytest.raises(NoticeRefused, match="citizen_id"):
                notices.draft_notice(DRAFTER, YEAR, "unit")


def test_whoever_drafted_does_not_issue_and_the_term_is_five_working_days(ledger):
    notice = notices.draft_notice(DRAFTER, YEAR, "unit")
    with pytest.raises(IncompatibleDuties):
        notices.issue_notice(DRAFTER, notice)
    with clock.pretend(ISSUED):
        notices.issue_notice(ISSUER, notice)
        with pytest.raises(MoveRefused):
            notices.issue_notice(ISSUER, notice)
    assert (notice.issued_on, notice.ends_on) == (date(2024, 3, 4), date(2024, 3, 11))
    with pytest.raises(NoticeRefused, match="已经发布"):
        notices.draft_notice(DRAFTER, YEAR, "unit")


def test_after_a_later_correction_the_notice_keeps_10_and_shows_one_correction(ledger):
    for n in range(5):
        placed(ledger, unit=INSTITUTION, form="12") if n else None
    make_year(DRAFTER, YEAR)
    notice = out()
    before, frozen = printed(notice), bytes(notice.document)
    row = notice.rows.get(unit__code=ORGAN)
    assert (row.placed, len(row.people)) == (10, 10)
    spell = Spell.objects.filter(person=row.people[0], unit_code=ORGAN).get()
    spell.ended_on = date(2023, 6, 30)
    spell.save()

    assert notices.find_corrections(notice) == 1
    assert notices.find_corrections(notice) == 0
    assert printed(notice) == before
    assert bytes(notice.document) == frozen
    assert printed(notice)[row.name][2] == "10"
    (said,) = notices.corrections(notice, is_public=True)
    assert (said[0], said[2], said[3]) == (row.name, "10", "9")
    assert said[1].noticed_at is not None
    assert len(notice.rows.get(pk=row.pk).people) == 10


def test_objections_of_the_term_are_kept_sealed_and_answered_once(ledger):
    notice = out()
    with clock.pretend(ISSUED):
        found = notices.record_objection(
            ISSUER, notice, received_on=date(2024, 3, 4), way="来电", text="某单位的人数不对"
        )
        for day in (date(2024, 3, 3), date(2024, 3, 5)):
            with pytest.raises(NoticeRefused, match="公示期内"):
                notices.record_objection(ISSUER, notice, received_on=day, way="来电", text="不对")
    assert "人数".encode() not in bytes(NoticeObjection.objects.get().text_sealed)
    assert [text for _row, text in notices.objections(notice)] == ["某单位的人数不对"]
    notices.answer_objection(ISSUER, found, "已核实，数字无误")
    with pytest.raises(NoticeRefused, match="已经处理"):
        notices.answer_objection(ISSUER, found, "再答")


def test_a_county_drafts_none_and_old_answers_are_refused(ledger):
    with pytest.raises(NoticeRefused, match="市级"):
        notices.draft_notice(Who(3, "丙", "county_staff", "县区", "211103", DUTIES), YEAR, "unit")
    with pytest.raises(NoticeRefused, match="没有计算过"):
        notices.draft_notice(DRAFTER, YEAR - 1, "unit")
    placed(ledger, unit=EMPTY, form="11")
    with pytest.raises(NoticeRefused, match="重新计算"):
        notices.draft_notice(DRAFTER, YEAR, "unit")
