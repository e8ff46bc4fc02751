"""What goes wrong around an import: a full disk, two at once, a number that is not ours."""

import json
from dataclasses import replace

import openpyxl
import pytest
from click.testing import CliRunner

from tests.domain.intake_files import MONTH, SENDER, citizen_ids, hostile, insured, unit_code, workbook
from tonggong.base.accounts.who import NOBODY, system_who
from tonggong.base.intake import refused, vault
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.queries import deliveries_as_json, expected, preview, quality
from tonggong.base.intake.reading import WrongFile
from tonggong.base.intake.services import (
    Busy,
    NotKept,
    UploadGone,
    keep_upload,
    kept_upload,
    take_in,
    taking,
)
from tonggong.cli.intake import list_deliveries, take_in_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(practice):
    return system_who("命令行")


def send(who, path, **more):
    return take_in(who, "social-insurance", path, MONTH, **more)


def sealed():
    return set(vault.folder().glob("*"))


@pytest.mark.parametrize("at", [1, 2])
def test_a_full_disk_is_said_plainly_and_nothing_is_taken_in(who, tmp_path, monkeypatch, at):
    real, calls, before = vault.put, [], sealed()

    def full(table):
        calls.append(table)
        if len(calls) == at:
            raise OSError(28, "No space left on device")
        return real(table)

    monkeypatch.setattr(vault, "put", full)
    with pytest.raises(NotKept, match="磁盘空间"):
        send(who, hostile(tmp_path / "h.xlsx"))

    assert [(d["state"], d["accepted"]) for d in deliveries_as_json()] == [("interrupted", 0)]
    assert sealed() == before
    monkeypatch.undo()
    assert send(who, tmp_path / "h.xlsx").accepted == 9
    assert [d["state"] for d in deliveries_as_json()] == ["complete"]


def test_where_no_refused_file_can_be_written_nothing_is_taken_in(who, tmp_path, monkeypatch):
    def no(path, content):
        raise PermissionError(13, "Permission denied")

    before = sealed()
    monkeypatch.setattr(refused, "put_beside", no)
    with pytest.raises(NotKept, match="目录权限"):
        send(who, hostile(tmp_path / "h.xlsx"))

    assert deliveries_as_json()[0]["state"] == "interrupted"
    assert sealed() == before


def test_of_two_imports_at_once_one_counts_and_the_other_is_told(who, tmp_path, monkeypatch):
    quick = workbook(tmp_path / "quick.xlsx", insured(2))
    real = taking._lay_down

    def overtaken(sent, checked):
        monkeypatch.setattr(taking, "_lay_down", real)
        send(who, quick)
        return real(sent, checked)

    monkeypatch.setattr(taking, "_lay_down", overtaken)
    with pytest.raises(Busy, match="同一份报送"):
        send(who, hostile(tmp_path / "slow.xlsx"))

    assert [(d["state"], d["accepted"]) for d in deliveries_as_json()] == [("complete", 2)]
    assert not (tmp_path / "slow.退回.xlsx").exists()


def test_a_list_of_another_installation_is_not_added(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    book = openpyxl.load_workbook(first.refused_file)
    book["_报送编号"]["C1"].value = "somewhere-else"
    book.save(tmp_path / "foreign.xlsx")

    with pytest.raises(WrongFile, match="不是这里的"):
        send(who, tmp_path / "foreign.xlsx")


def test_a_list_sent_under_another_month_or_after_its_delivery_was_replaced_is_told_so(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    with pytest.raises(WrongFile, match=f"属于“参保缴费”{MONTH}"):
        take_in(who, "social-insurance", first.refused_file, "2024-11")
    send(who, workbook(tmp_path / "a.xlsx", insured(2)))

    with pytest.raises(WrongFile, match="代替"):
        send(who, first.refused_file)


def test_the_number_is_known_though_the_title_row_was_deleted(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    book = openpyxl.load_workbook(first.refused_file)
    book.active.delete_rows(1)
    book.save(tmp_path / "cut.xlsx")

    again = send(who, tmp_path / "cut.xlsx")

    assert (again.delivery, again.accepted, again.refused) == (first.delivery, 0, 2)


def test_a_refused_file_never_replaces_one_that_is_being_mended(who, tmp_path):
    first = send(who, hostile(tmp_path / "h.xlsx"))
    book = openpyxl.load_workbook(first.refused_file)
    next(c for row in book.active.iter_rows() for c in row if c.value == "2024年13月").value = "202412"
    book.save(first.refused_file)

    mended = send(who, first.refused_file)

    assert (mended.accepted, mended.refused) == (1, 1)
    assert mended.refused_file != first.refused_file
    assert mended.refused_file.name == "h.退回2.xlsx"


def test_an_upload_gets_its_refused_rows_from_what_was_sealed(who, tmp_path):
    report = take_in(who, "social-insurance", hostile(tmp_path / "h.xlsx").read_bytes(), MONTH, name="h.xlsx")

    assert report.refused_file is None
    (tmp_path / "back.xlsx").write_bytes(refused.of_file(Delivery.objects.get().files.get()))
    assert send(who, tmp_path / "back.xlsx").refused == 2


def test_an_upload_waits_sealed_for_its_own_sender_only(who, tmp_path):
    content = hostile(tmp_path / "h.xlsx").read_bytes()
    word = keep_upload(who, "九月.xlsx", content)

    assert kept_upload(who, word) == ("九月.xlsx", content)
    with pytest.raises(UploadGone):
        kept_upload(replace(who, user_id=7), word)
    with pytest.raises(UploadGone):
        kept_upload(who, "../installation.json")
    vault.remove(word)
    with pytest.raises(UploadGone, match="重新选文件"):
        kept_upload(who, word)


def test_who_has_no_duty_takes_nothing_in(practice, tmp_path):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        send(NOBODY, workbook(tmp_path / "a.xlsx", insured(1)))


def test_the_preview_shows_what_was_understood_and_no_number_in_full(who, tmp_path):
    shown = preview("social-insurance", hostile(tmp_path / "h.xlsx").read_bytes(), "h.xlsx")

    assert shown.sentence.startswith("表头在第 3 行（跨两行）；跳过 2 行标题、1 行“合计”等")
    assert ("职工情况 / 公民身份号码", "身份证号", "同义列名") in shown.columns
    assert ("序号", "不收", "用不到") in shown.columns
    text = str(shown.head)
    assert f"尾号 {citizen_ids(11, 7)[0][-4:]}" in text
    assert not any(i in text for i in citizen_ids(11, 7))


def test_the_month_says_what_is_expected_what_came_and_how_good_it_was(who, tmp_path):
    take_in(who, "social-insurance", workbook(tmp_path / "n.xlsx", []), "2024-11")
    send(who, hostile(tmp_path / "h.xlsx"))

    found = {e.feed.key: e for e in expected(MONTH)}
    assert found["social-insurance"].missing == []
    assert found["social-insurance"].state(found["social-insurance"].due_on) == "came"
    assert found["wages"].missing == ["市税务局"]
    assert (found["wages"].due_on.isoformat(), found["wages"].state(found["wages"].due_on)) == ("2025-01-18", "waiting")
    assert "opening-ledger" not in found
    (line,) = quality(MONTH, unmatched={})
    assert (line.sender, line.refused, round(line.refused_share, 2)) == (SENDER, 2, 0.18)


def test_a_cell_that_only_looks_like_a_formula_stays_a_text(who, tmp_path):
    rows = [["=1+1", "", "锦禾食品", unit_code(), "2024-13", 1], ["王敏", "", "@某公司", unit_code(), "2024-13", 2]]
    report = send(who, workbook(tmp_path / "a.csv", [], headings=["x"]) and _csv(tmp_path, rows))

    cells = [c for row in openpyxl.load_workbook(report.refused_file).active.iter_rows() for c in row]
    assert {c.data_type for c in cells if c.value} == {"s"}


def _csv(folder, rows):
    path = folder / "social-insurance-市社保中心.csv"
    lines = [["姓名", "身份证号", "单位名称", "统一社会信用代码", "缴费月份", "缴费基数"], *rows]
    path.write_bytes("\r\n".join(",".join(map(str, line)) for line in lines).encode("gb18030"))
    return path


def test_text_tables_are_read_in_the_encoding_and_delimiter_they_have(who, tmp_path):
    path = _csv(tmp_path, insured(5))
    ragged = path.read_bytes() + "\r\n\r\n合计,5人\r\n".encode("gb18030")
    for name, content in {
        "a.csv": path.read_bytes(),
        "b.csv": path.read_bytes().decode("gb18030").encode("utf-8-sig"),
        "c.csv": path.read_bytes().decode("gb18030").replace(",", "\t").encode("utf-16"),
        "d.csv": ragged,
    }.items():
        (tmp_path / name).write_bytes(content)
        report = send(who, tmp_path / name, sender=name)
        assert (report.rows, report.accepted) == (5, 5), name


def run(command, *words):
    return CliRunner().invoke(command, [str(w) for w in words])


def test_the_command_prints_what_programs_rely_on(who, tmp_path):
    done = run(take_in_file, "social-insurance", hostile(tmp_path / "h.xlsx"), "--month", MONTH, "--json")

    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(said) == [
        "delivery",
        "feed",
        "month",
        "sender",
        "rows",
        "accepted",
        "unchanged",
        "refused",
        "superseded",
        "refused_file",
    ]
    assert said["refused_file"] == str(tmp_path / "h.退回.xlsx")
    listed = json.loads(run(list_deliveries, "--json").stdout)
    assert [d["delivery"] for d in listed] == [said["delivery"]]
    assert "已收下" in run(list_deliveries).stdout


def test_the_command_for_people_shows_why_rows_go_back_and_no_number_in_full(who, tmp_path):
    done = run(take_in_file, "social-insurance", hostile(tmp_path / "h.xlsx"), "--month", MONTH)

    assert "收下 9，重复未变 0，退回 2" in done.stdout
    assert "没有 13 月" in done.stdout
    assert not any(i in done.output for i in citizen_ids(11, 7))


def test_wrong_use_exits_with_2_and_a_wrong_file_with_1(who, tmp_path):
    path = workbook(tmp_path / "a.xlsx", insured(1))
    (tmp_path / "empty.xlsx").touch()

    assert run(take_in_file, "no-such-feed", path, "--month", MONTH).exit_code == 2
    assert run(take_in_file, "social-insurance", path, "--month", "2024-13").exit_code == 2
    assert run(take_in_file, "social-insurance", path).exit_code == 2
    assert run(take_in_file, "social-insurance", tmp_path / "empty.xlsx", "--month", MONTH).exit_code == 1
    assert run(take_in_file, "social-insurance", tmp_path / "nowhere.xlsx", "--month", MONTH).exit_code == 1
    assert deliveries_as_json() == []
