"""A file that comes in: what is understood, what goes back, what is said twice, what replaces what."""

import openpyxl
import pytest

from tests.domain.intake_files import (
    HEADINGS,
    MONTH,
    SENDER,
    citizen_ids,
    hostile,
    insured,
    unit_code,
    workbook,
    wrong,
)
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.intake import vault
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.intake.queries import deliveries_as_json, deliveries_to_compare, original_row, rows_of
from tonggong.base.intake.reading import WrongFile
from tonggong.base.intake.services import drop_old_hashes, forget_strangers, mark_compared, take_in
from tonggong.base.privacy import SealBroken

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(practice):
    return system_who("命令行")


def send(who, path, **more):
    return take_in(who, "social-insurance", path, MONTH, **more)


def counts(report):
    return report.rows, report.accepted, report.unchanged, report.refused


def sent_back(path):
    """Headings and rows of a refused file."""
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if "退回原因" in row)
    return rows[head], [row for row in rows[head + 1 :] if row[rows[head].index("退回原因")]]


def test_rows_are_understood_typed_and_kept_sealed(who, tmp_path):
    report = send(who, workbook(tmp_path / "a.xlsx", insured(3)))

    rows = rows_of(Delivery.objects.get())
    assert counts(report) == (3, 3, 0, 0)
    assert (report.sender, report.refused_file, report.superseded) == (SENDER, None, None)
    assert rows["citizen_id"].to_pylist() == citizen_ids(3)
    assert [str(v) for v in rows["base_yuan"].to_pylist()] == ["4020.00"] * 3
    assert (rows["month"][0].as_py(), rows["source_row"].to_pylist()) == (MONTH, [4, 5, 6])
    sealed = b"".join(p.read_bytes() for p in vault.folder().iterdir())
    assert not any(i.encode() in sealed for i in citizen_ids(3))


def test_a_hostile_sheet_is_understood_and_each_refused_row_says_how_to_mend_it(who, tmp_path):
    report = send(who, hostile(tmp_path / "h.xlsx"))

    rows = rows_of(Delivery.objects.get())
    people = citizen_ids(11, 7)
    assert counts(report) == (11, 9, 0, 2)
    assert rows["citizen_id"].to_pylist()[:8] == people[:8]
    assert rows["id_state"].to_pylist() == ["ok"] * 5 + ["widened", "ok", "ok", "check"]
    assert set(rows["name"].to_pylist()[:2]) == {"王1", "王2"}
    head, back = sent_back(report.refused_file)
    assert head[1:3] == ("职工情况", None)
    assert "科学记数" in back[0][-1]
    assert "没有 13 月。改成 202412 或 2024年12月" in back[1][-1]
    assert back[1][2] == people[10]


def test_mended_rows_are_added_and_nothing_else_happens_to_the_delivery(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    book = openpyxl.load_workbook(first.refused_file)
    cell = next(c for row in book.active.iter_rows() for c in row if c.value == "2024年13月")
    cell.value = "2024年12月"
    book.save(tmp_path / "mended.xlsx")

    mended = send(who, tmp_path / "mended.xlsx")

    assert (mended.accepted, mended.refused, mended.superseded, mended.sender) == (1, 1, None, SENDER)
    assert mended.delivery == first.delivery
    assert deliveries_as_json() == [
        {
            "delivery": first.delivery,
            "feed": "social-insurance",
            "month": MONTH,
            "sender": SENDER,
            "state": "complete",
            "rows": 11,
            "accepted": 10,
            "refused": 1,
        }
    ]
    assert len(rows_of(Delivery.objects.get())) == 10
    again = send(who, tmp_path / "mended.xlsx")
    assert (again.accepted, again.unchanged, again.refused) == (0, 1, 1)
    assert deliveries_as_json()[0]["accepted"] == 10


def test_rows_sent_back_unmended_add_nothing(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    before = deliveries_as_json()

    again = send(who, first.refused_file)

    assert (again.accepted, again.refused, again.sender, again.delivery) == (0, 2, SENDER, first.delivery)
    assert deliveries_as_json() == before
    assert SourceFile.objects.count() == 1
    assert len(sent_back(again.refused_file)[1]) == 2


def test_the_same_file_twice_changes_nothing(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    before = deliveries_as_json(), Entry.objects.count()

    again = send(who, tmp_path / "h.xlsx")

    assert counts(again) == (11, 0, 9, 2)
    assert again.delivery == first.delivery
    assert again.refused_file == first.refused_file
    assert (deliveries_as_json(), Entry.objects.count()) == before


def test_the_same_rows_in_another_file_change_nothing(who, tmp_path):
    send(who, workbook(tmp_path / "a.xlsx", insured(4)))

    again = send(who, workbook(tmp_path / "b.xlsx", insured(4)[::-1]))

    assert counts(again) == (4, 0, 4, 0)
    assert Delivery.objects.count() == 1


def test_another_file_of_the_same_delivery_supersedes_and_says_the_difference(who, tmp_path):
    first = send(who, workbook(tmp_path / "a.xlsx", insured(4)))
    rows = insured(5)[1:]
    rows[0][5] = 5000

    second = send(who, workbook(tmp_path / "b.xlsx", rows))

    assert second.superseded == first.delivery
    assert second.difference == {"新": 1, "改": 1, "少": 1}
    assert [d["state"] for d in deliveries_as_json()] == ["superseded", "complete"]
    assert [d.pk for d in deliveries_to_compare(MONTH)] == [second.delivery]


def test_two_counties_send_the_same_feed_side_by_side(who, tmp_path):
    send(who, workbook(tmp_path / "a.xlsx", insured(2)))
    send(who, workbook(tmp_path / "b.xlsx", insured(2, seed=2), sender="盘山县社保中心"))

    assert [(d["sender"], d["state"]) for d in deliveries_as_json()] == [
        (SENDER, "complete"),
        ("盘山县社保中心", "complete"),
    ]


def test_a_row_said_twice_counts_as_unchanged_and_a_contradicting_one_goes_back(who, tmp_path):
    rows = insured(2)
    rows += [list(rows[0]), [*rows[1][:5], 9000]]

    report = send(who, workbook(tmp_path / "a.xlsx", rows))

    assert counts(report) == (4, 2, 1, 1)
    assert [r.why for r in report.refusals[7]] == ["与第 5 行是同一人、同一单位、同一月，内容不同"]
    unmended = send(who, report.refused_file)
    assert (unmended.accepted, unmended.refused) == (0, 1)


def test_two_people_of_one_name_without_number_are_not_taken_for_one(who, tmp_path):
    rows = [
        ["王伟", "", "锦禾食品", unit_code(), "202412", 4020],
        ["王伟", "", "锦禾食品", unit_code(), "202412", 4500],
    ]

    assert counts(send(who, workbook(tmp_path / "a.xlsx", rows))) == (2, 2, 0, 0)


def test_a_rehearsal_promises_exactly_what_happens_and_leaves_nothing(who, tmp_path):
    hostile(tmp_path / "h.xlsx")
    before = set(vault.folder().glob("*"))

    tried = send(who, tmp_path / "h.xlsx", rehearse=True)

    assert deliveries_as_json() == []
    assert set(vault.folder().glob("*")) == before
    assert [p.name for p in tmp_path.iterdir()] == ["h.xlsx"]
    assert Entry.objects.count() == 0
    assert counts(send(who, tmp_path / "h.xlsx")) == counts(tried)


def test_a_register_sends_back_a_wrong_number_that_a_mass_feed_keeps_in_doubt(who, tmp_path):
    bad = wrong(citizen_ids(1)[0])
    headings = ["姓名", "身份证号", "残疾证号", "就业形式", "就业时间"]
    path = workbook(tmp_path / "o.xlsx", [["王敏", bad, "", "灵活就业", "2023-01-05"]], sender=None, headings=headings)

    report = take_in(who, "opening-ledger", path, MONTH)

    assert (report.accepted, report.refused, report.sender) == (0, 1, "市残联")
    assert report.refusals[2][0].why == "校验位不对，多半是抄错一位"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.xlsx", b"", "空文件"),
        ("text.xlsx", b"not a workbook", "不像“参保缴费”"),
        ("broken.xlsx", b"PK\x03\x04 torn", "不是完好的表格文件"),
        ("wrong.csv", "甲,乙\n1,2\n".encode("gb18030"), "找不到列“身份证号或姓名”"),
        ("picture.csv", b"\x89PNG\r\n\0\0\0\r", "不是表格文件"),
    ],
)
def test_a_wrong_file_is_refused_whole_and_told_why(who, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(WrongFile, match=words):
        send(who, tmp_path / name, sender=SENDER)

    assert Delivery.objects.count() == 0


def test_a_file_that_nobody_seems_to_have_sent_asks_for_its_sender(who, tmp_path):
    headings = ["姓名", "身份证号", "残疾人证号", "残疾类别", "残疾等级"]
    number = citizen_ids(1)[0]
    path = workbook(
        tmp_path / "c.xlsx", [["王敏", number, f"{number}43", "肢体残疾", "三级"]], sender=None, headings=headings
    )

    with pytest.raises(WrongFile, match="哪个单位报送"):
        take_in(who, "certificates", path, MONTH)

    named = path.rename(tmp_path / "certificates-盘山县残联.xlsx")
    assert take_in(who, "certificates", named, MONTH).sender == "盘山县残联"
    assert rows_of(Delivery.objects.get())["category"].to_pylist() == ["肢体"]


def test_strangers_are_forgotten_but_the_file_is_known_again_until_the_next_month(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    delivery = Delivery.objects.get()
    keep = rows_of(delivery)["row_id"].to_pylist()[:2]

    gone = forget_strangers(delivery, keep)

    assert gone == 7
    assert rows_of(delivery)["row_id"].to_pylist() == keep
    assert original_row(delivery.files.get().pk, 6)[1] == ("职工情况 / 姓 名", " 王 2 ")
    assert original_row(delivery.files.get().pk, 9) == []
    assert counts(send(who, tmp_path / "h.xlsx")) == (11, 0, 9, 2)
    assert send(who, first.refused_file).accepted == 0
    drop_old_hashes("2025-01")
    delivery.refresh_from_db()
    assert counts(send(who, tmp_path / "h.xlsx")) == (11, 0, 9, 2), "the very file is still known by its fingerprint"


def test_forgotten_rows_can_not_be_read_even_with_the_key(who, tmp_path, django_capture_on_commit_callbacks):
    send(who, workbook(tmp_path / "a.xlsx", insured(3)))
    delivery = Delivery.objects.get()
    old = delivery.files.get().vault_rows

    with django_capture_on_commit_callbacks(execute=True):
        forget_strangers(delivery, [])

    with pytest.raises(FileNotFoundError):
        vault.get(old)
    assert len(rows_of(delivery)) == 0


def test_a_sealed_file_that_was_touched_does_not_open(who, tmp_path):
    send(who, workbook(tmp_path / "a.xlsx", insured(3)))
    path = vault.folder() / SourceFile.objects.get().vault_rows
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)

    with pytest.raises(SealBroken):
        rows_of(Delivery.objects.get())


def test_what_was_compared_waits_no_more_until_something_is_mended(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    (delivery,) = deliveries_to_compare(MONTH)
    mark_compared([delivery], delivery.changed_at)
    assert deliveries_to_compare(MONTH) == []
    assert deliveries_to_compare("2024-11") == []

    book = openpyxl.load_workbook(first.refused_file)
    next(c for row in book.active.iter_rows() for c in row if c.value == "2024年13月").value = "202412"
    book.save(tmp_path / "m.xlsx")
    send(who, tmp_path / "m.xlsx")

    assert [d.pk for d in deliveries_to_compare(MONTH)] == [first.delivery]


def test_the_trail_names_the_delivery_and_no_identifier(who, tmp_path):
    report = send(who, workbook(tmp_path / "a.xlsx", insured(3)))

    entry = Entry.objects.get(kind="import")
    assert (entry.subject, entry.subject_id) == ("intake.Delivery", report.delivery)
    assert not any(i in entry.detail for i in citizen_ids(3))


def test_columns_are_found_by_any_name_and_in_any_order(who, tmp_path):
    headings = ["备注", "月缴费基数(元)", "费款所属期", "纳税人识别号", "缴费单位", "证件号码", "名字"]
    row = ["", "4,020元", "2024.12", unit_code(), "锦禾食品", citizen_ids(1)[0], "王敏"]

    report = send(who, workbook(tmp_path / "a.xlsx", [row], headings=headings))

    assert counts(report) == (1, 1, 0, 0)
    assert {c.field for c in report.layout.columns} >= {"base_yuan", "month", "unit_code", "citizen_id", "name"}
    assert HEADINGS[0] not in headings
