"""The exchange with the national monitoring system: each need goes out once, and what comes back finds its row."""

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from tests.domain.reporting_ledger import at
from tests.domain.rural_city import DAY, OTHER, TOWN, Country
from tests.domain.visiting import somebody
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.intake.reading import WrongFile
from tonggong.domain.casework.models import Need, ServiceRecord
from tonggong.domain.persons.services import merging
from tonggong.domain.rural import exchange, receipts
from tonggong.domain.rural.columns import FILE, ColumnsWrong, read_versions, version_on
from tonggong.domain.rural.exchange import RuralRefused, State
from tonggong.domain.rural.models import ExchangeEvent, ExchangeRow
from tonggong.domain.rural.receipts import take_receipts

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(practice):
    with clock.pretend(at(DAY)):
        yield Country()


@pytest.fixture
def county(country):
    return somebody("county_staff", TOWN[0][:6], "gaoxiang", "高翔")


def objects(country, count):
    people = [country.villager() for _ in range(count)]
    for person in people:
        country.watch(person)
        country.need(person)
    return people


def sent(who, **asked):
    exchange.prepare(who)
    return exchange.export(who, **asked)


def sheet(content):
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def text_table(heads, lines, encoding="utf-8-sig"):
    out = io.StringIO()
    csv.writer(out).writerows([heads, *lines])
    return out.getvalue().encode(encoding)


def answered(keys, returned):
    """A returned list as an office makes it: a title, other headings, the results in words."""
    lines = [["防返贫监测系统录入结果", "", ""], ["行 编 号", "录入结果", "退回原因"]]
    lines += [
        [key, "退回" if key in returned else "已录入", "姓名与证件不符" if key in returned else ""] for key in keys
    ]
    return text_table(*([lines[0], lines[1:]]))


def states():
    found = {}
    for state in ExchangeRow.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_of_131_two_come_back_and_the_second_list_holds_only_these(country, county):
    objects(country, 131)
    first = sheet(exchange.batch_file(county, sent(county)))
    keys = [line["行编号"] for line in first]
    taken = take_receipts(county, answered(keys, set(keys[:2])), "回执.csv")

    assert (len(first), taken.receipted, taken.returned, taken.faults) == (131, 129, 2, [])
    for row in ExchangeRow.objects.filter(state=State.RETURNED):
        exchange.correct(county, row, "改了姓名")
    second = sheet(exchange.batch_file(county, sent(county)))
    assert [line["行编号"] for line in second] == keys[:2]
    assert states() == {"receipted": 129, "sent": 2}


def test_what_came_back_is_sent_again_only_when_it_was_put_right(country, county):
    objects(country, 1)
    sent(county)
    (row,) = exchange.rows(county)
    with pytest.raises(RuralRefused, match="原因"):
        exchange.answer(county, row, False, " ")
    exchange.answer(county, row, False, "户编号不对")
    with pytest.raises(RuralRefused, match="没有要送的"):
        sent(county)
    with pytest.raises(RuralRefused, match="改了什么"):
        exchange.correct(county, row, "")
    exchange.correct(county, row, "改了户编号")
    sent(county)
    exchange.answer(county, row, True)
    with pytest.raises(RuralRefused, match="没有送出"):
        exchange.answer(county, row, False, "又退")

    told = list(ExchangeEvent.objects.order_by("pk").values_list("state", "note"))
    assert told == [
        ("prepared", ""), ("sent", ""), ("returned", "户编号不对"), ("corrected", "改了户编号"), ("sent", ""), ("receipted", ""),
    ]  # fmt: skip


def test_a_file_of_more_rows_than_are_taken_at_once_is_refused_whole_and_says_so(country, county, monkeypatch):
    objects(country, 2)
    sent(county)
    keys = [row.key for row in ExchangeRow.objects.order_by("pk")]
    monkeypatch.setattr(receipts, "MOST_ROWS", 1)

    with pytest.raises(WrongFile, match="有 2 行，一次最多收 1 行，这次一行也没有收"):
        take_receipts(county, answered(keys, set()), "回执.csv")
    assert set(ExchangeRow.objects.values_list("state", flat=True)) == {State.SENT}


def test_what_was_never_answered_goes_out_again_only_when_asked(country, county):
    objects(country, 2)
    sent(county)

    with pytest.raises(RuralRefused):
        sent(county)
    assert exchange.export(county, again=True).rows == 2


def test_preparing_twice_makes_nothing_twice_and_a_new_need_is_a_new_row(country, county):
    (person,) = objects(country, 1)
    assert [exchange.prepare(county), exchange.prepare(county)] == [1, 0]
    country.need(person, jobs=("养殖",), on=date(2024, 11, 1))
    found = exchange.overview(county)
    assert (found.new, found.old, found.to_send) == (1, 1, 0)
    assert exchange.prepare(county) == 1
    (line,) = sheet(exchange.batch_file(county, exchange.export(county)))
    assert "养殖" in line["就业需求"]


def test_who_has_no_need_and_who_is_watched_no_more_is_not_sent(country, county):
    unasked, over = country.villager(), country.villager()
    country.watch(unasked)
    country.watch(over, until=date(2024, 11, 30))
    country.need(over)

    assert exchange.prepare(county) == 0
    found = exchange.overview(county)
    assert (found.watched, found.without_need) == (1, 1)


def test_the_list_gives_back_what_was_told_and_adds_ours(country, county):
    person, wife = country.villager(), country.relative()
    country.family(wife, person)
    country.watch(person, risk="因残", skill="弱劳动力或半劳动力", work_months=7, work_region="县内")
    country.need(person, jobs=("保洁", "门卫"))
    Need.objects.create(person=person, kind="training", detail="面点", said_on=DAY, known_from=at(DAY))
    for kind, outcome in ((2, 5), (1, 8)):
        ServiceRecord.objects.create(
            person=person, on=date(2024, 5, 3), kind=kind, content="岗位", outcome=outcome, known_from=at(DAY)
        )

    (line,) = sheet(exchange.batch_file(county, sent(county)))

    assert list(line) == [one.label for one in version_on(DAY).columns]
    assert line["证件号码"] == person.citizen_id
    assert line["残疾证号"] == f"{person.citizen_id}41"
    assert (line["户主姓名"], line["成员姓名"], line["行政村"]) == (wife.name, person.name, "胡家村")
    assert (line["风险类型"], line["劳动技能"], line["务工月数"], line["识别时间"]) == (
        "因残",
        "弱劳动力或半劳动力",
        "7",
        "2023年5月1日",
    )
    assert "保洁、门卫" in line["就业需求"]
    assert line["培训需求"] == "面点"
    assert line["已享受帮扶"] == "2024年5月3日职业介绍、推荐"


def test_a_list_leaves_only_with_both_duties_and_is_written_down_with_its_purpose(country, county):
    (person,) = objects(country, 1)
    batch = sent(county)
    for missing in ("rural.exchange", "export.rows"):
        less = replace(county, duties=county.duties - {missing})
        with pytest.raises(PermissionDenied):
            exchange.batch_file(less, batch)
        with pytest.raises(PermissionDenied):
            exchange.export(less)
    exchange.batch_file(county, batch)

    released = Entry.objects.get(kind="release")
    assert str(person.pk) in released.subject_ids
    assert "防止返贫" in str(released.detail)
    assert person.citizen_id not in str(released.detail)
    assert person.citizen_id.encode() not in bytes(batch.content_sealed)


def test_a_town_never_sees_the_list_of_another_nor_answers_for_it(country, county):
    objects(country, 1)
    sent(county)
    row = ExchangeRow.objects.get()
    elsewhere = replace(somebody("county_staff", "211103", "wanghao", "王浩"))

    assert not exchange.rows(elsewhere).exists()
    assert not exchange.batches(elsewhere).exists()
    taken = take_receipts(elsewhere, answered([row.key], set()), "回执.csv")
    assert (taken.receipted, len(taken.faults)) == (0, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_row_is_found_by_the_number_where_its_key_was_lost(country, county, encoding):
    person, other = objects(country, 2)
    sent(county)
    content = text_table(["身份证号", "状态", "备注"], [[f"'{person.citizen_id}", "成功", ""]], encoding)

    assert take_receipts(county, content, "回执.csv").receipted == 1
    assert {row.person_id: row.state for row in exchange.rows(county)} == {person.pk: "receipted", other.pk: "sent"}


def test_key_and_number_of_two_people_are_not_taken(country, county):
    one, other = objects(country, 2)
    sent(county)
    key = exchange.rows(county).get(person=one).key
    content = text_table(["行编号", "证件号码", "结果"], [[key, other.citizen_id, "已录入"]])

    taken = take_receipts(county, content, "回执.csv")

    assert (taken.receipted, taken.faults) == (0, ["第2行：行编号和证件号码不是同一个人，没有收。"])


def test_a_file_taken_twice_changes_nothing_and_faults_are_told_by_row(country, county):
    objects(country, 3)
    sent(county)
    keys = [row.key for row in exchange.rows(county).order_by("pk")]
    heads = ["行编号", "结果", "原因"]
    lines = [
        [keys[0], "已录入", ""], [keys[1], "退回", ""], [keys[2], "再议", ""], ["TG9999999", "已录入", ""], [keys[0], "退回", "重复"],
    ]  # fmt: skip
    first = take_receipts(county, text_table(heads, lines), "回执.csv")
    again = take_receipts(county, text_table(heads, lines[:1]), "回执.csv")

    assert (first.receipted, first.returned) == (1, 0)
    assert [fault.split("：")[0] for fault in first.faults] == ["第3行", "第4行", "第5行", "第6行"]
    assert (again.receipted, again.already, again.faults) == (0, 1, [])
    assert states() == {"receipted": 1, "sent": 2}


def test_a_file_without_results_says_what_it_lacks(country, county):
    with pytest.raises(WrongFile, match="行编号"):
        take_receipts(county, text_table(["姓名", "电话"], [["甲", "1"]]), "名单.csv")


def test_rows_follow_a_person_who_was_merged_and_are_not_sent_a_second_time(country, county):
    gone, kept = country.villager(), country.villager()
    country.watch(gone)
    country.need(gone)
    batch = sent(county)
    merging.merge(county, kept, gone, "同一人")

    assert exchange.prepare(county) == 0
    (row,) = exchange.current_rows(county)
    assert exchange.names_of([row]) == {row.pk: kept.name}
    assert len(sheet(exchange.batch_file(county, batch))) == 1


def test_a_notice_in_the_village_holds_no_number_no_phone_and_no_health(country, county):
    person = country.villager()
    country.family(person)
    country.watch(person, health="长期慢性病", skill="弱劳动力或半劳动力")

    heads, lines = exchange.notice(county)

    assert heads == ["行政村", "户主姓名", "监测对象类别"]
    assert lines == [["胡家村", person.name, "边缘易致贫户"]]


def test_a_notice_with_a_private_column_is_refused_when_the_columns_are_read():
    text = FILE.read_text("utf-8")

    for wrong in ("证件号码", "健康状况", "电话"):
        with pytest.raises(ColumnsWrong, match=wrong):
            read_versions(text.replace("notice: [行政村", f"notice: [{wrong}, 行政村"))
    with pytest.raises(ColumnsWrong, match="行编号"):
        read_versions(text.replace("from: row", "from: there"))


def test_a_workers_town_has_its_own_rows_only(country, county):
    here, there = country.villager(), country.villager(OTHER)
    for person in (here, there):
        country.watch(person)
        country.need(person)
    exchange.prepare(county)

    worker = somebody(reach=TOWN[1][:9])
    assert [row.person_id for row in exchange.rows(worker)] == [here.pk]
