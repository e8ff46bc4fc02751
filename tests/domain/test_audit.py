"""The trail keeps what it was told, and shows whatever was done to it."""

import json

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from tonggong.base.accounts.who import NOBODY, Who, system_who
from tonggong.base.audit import chain, head, services, triggers
from tonggong.base.audit.models import Entry, Kind
from tonggong.base.audit.queries import entries, entries_about, verify
from tonggong.base.audit.services import Event, record, record_many
from tonggong.base.privacy import keys
from tonggong.cli.audit import verify_audit

WANG = Who(7, "王敏", "county_staff", "县区残联", "211122", frozenset({"ledger.read"}))


def problems() -> list[str]:
    return [str(each) for each in verify().broken]


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_rows():
    seq = record(Kind.VIEW, who=WANG, subject="persons.Person", ids=[12], page="person")

    entry = Entry.objects.get(seq=seq)
    assert (entry.actor_id, entry.actor, entry.actor_role) == (7, "王敏", "县区残联")
    assert (entry.kind, entry.subject, entry.subject_id, json.loads(entry.subject_ids)) == (
        "view",
        "persons.Person",
        12,
        [12],
    )
    assert json.loads(entry.detail) == {"page": "person"}
    assert entry.at.endswith("+00:00")


@pytest.mark.django_db
def test_entries_are_numbered_without_a_gap_and_chained():
    record(Kind.SETUP, who=system_who())
    record_many([Event(Kind.VIEW, "persons.Person", [n]) for n in range(3)], who=WANG)
    record(Kind.EXPORT, who=NOBODY)

    rows = list(Entry.objects.order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous for row in rows] == ["", *(row.mac for row in rows[:-1])]
    assert verify().entries == 5
    assert problems() == []


@pytest.mark.django_db
def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="gossip"):
        record("gossip", who=WANG)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "secret",
    ["211122199003071234", "21112219900307123X", "21112219900307123x4423", "211122900307123", "13812345678"],
)
def test_an_identifier_never_gets_into_the_trail(secret):
    seq = record(Kind.SEARCH, who=WANG, words=f"找{secret}的人", place={"how": secret})

    detail = Entry.objects.get(seq=seq).detail
    assert secret not in detail
    assert "找***" in detail
    assert problems() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kept", ["91211122MA0XYZ12A1", "2024-03-01T00:00:00", "社保 2024-03 第 12345 行", "\\u0000 and \x00 and \ud800"]
)
def test_other_texts_are_kept_readable(kept):
    seq = record(Kind.IMPORT, who=WANG, file=kept)

    said = json.loads(Entry.objects.get(seq=seq).detail)["file"]
    assert said.startswith(kept[:6])
    assert problems() == []


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_leaves_no_entry_and_no_gap():
    @transaction.atomic
    def change_and_fail():
        record(Kind.CHANGE, who=WANG)
        raise RuntimeError

    record(Kind.SETUP, who=WANG)
    with pytest.raises(RuntimeError):
        change_and_fail()
    record(Kind.CHANGE, who=WANG)

    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert problems() == []


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_touch_an_entry(statement):
    record(Kind.SETUP, who=WANG)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert problems() == []


@pytest.mark.django_db
def test_one_finds_who_looked_at_a_person_alone_and_within_lists():
    record(Kind.VIEW, who=WANG, subject="persons.Person", ids=[12])
    for ids in ([12, 13], [11, 12, 13], [11, 12], [112, 121], [12012]):
        record(Kind.SEARCH, who=WANG, subject="persons.Person", ids=ids)
    record(Kind.VIEW, who=WANG, subject="employers.Employer", ids=[12])

    assert [row.seq for row in entries_about("persons.Person", 12)] == [4, 3, 2, 1]
    assert [row.seq for row in entries(kind=Kind.VIEW)] == [7, 1]
    assert [row.seq for row in entries(actor_id=7, before=3)] == [2, 1]


@pytest.mark.django_db
def test_an_entry_may_be_summed_by_sm3_and_a_chain_may_change_over(monkeypatch):
    record(Kind.SETUP, who=WANG)
    monkeypatch.setenv("TONGGONG_AUDIT_MAC", "sm3")
    record(Kind.SETUP, who=WANG)

    assert [mac.partition(":")[0] for mac in Entry.objects.order_by("seq").values_list("mac", flat=True)] == [
        "sha256",
        "sm3",
    ]
    assert problems() == []


def test_an_unknown_sum_is_refused(monkeypatch):
    monkeypatch.setenv("TONGGONG_AUDIT_MAC", "md5")
    with pytest.raises(ValueError, match="md5"):
        chain.algorithm()


# -------------------------------------------------- what is done to the trail behind the program's back


@pytest.fixture
def trail(transactional_db):
    """Five committed entries, and a way to touch the table as its owner could."""
    for n in range(5):
        record(Kind.VIEW, who=WANG, subject="persons.Person", ids=[n], page="person")
    triggers.remove(connection)

    def touch(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return touch


def test_an_untouched_trail_is_whole(trail):
    assert verify().entries == 5
    assert problems() == []
    assert head.read().seq == 5


@pytest.mark.parametrize(
    "column", ["at", "kind", "actor", "actor_role", "subject", "subject_ids", "detail", "previous", "mac"]
)
def test_a_rewritten_text_is_noticed(trail, column):
    trail(f"UPDATE audit_entry SET {column} = substr({column}, 2) || 'x' WHERE seq = 3")
    assert any(problem.startswith(("第 3 条", "第 4 条")) for problem in problems())


@pytest.mark.parametrize("column", ["actor_id", "subject_id"])
def test_a_rewritten_number_is_noticed(trail, column):
    trail(f"UPDATE audit_entry SET {column} = 99 WHERE seq = 3")
    assert problems() == ["第 3 条：内容被改动过"]


def test_a_row_taken_from_the_middle_is_noticed(trail):
    trail("DELETE FROM audit_entry WHERE seq = 3")
    assert problems() == ["第 4 条：前面缺少第 3 条"]


def test_a_row_taken_from_the_beginning_is_noticed(trail):
    trail("DELETE FROM audit_entry WHERE seq <= 2")
    assert problems() == ["第 3 条：前面缺少第 1–2 条"]


@pytest.mark.parametrize("rows", ["seq = 5", "seq > 2", "seq > 0"])
def test_rows_cut_off_at_the_end_are_noticed_and_stay_noticed(trail, rows):
    trail(f"DELETE FROM audit_entry WHERE {rows}")
    assert problems() == [head.LOST.format(5)]

    for _ in range(7):
        record(Kind.VIEW, who=WANG)
    assert problems() == [head.LOST.format(5)]


def test_a_row_moved_to_another_place_is_noticed(trail):
    trail("UPDATE audit_entry SET seq = 9 WHERE seq = 3")
    assert len(problems()) >= 2


def test_a_row_written_by_another_hand_is_noticed(trail):
    first = Entry.objects.get(seq=5)
    Entry.objects.create(
        seq=6,
        at=first.at,
        kind="view",
        actor="甲",
        subject_ids="[]",
        detail="{}",
        previous=first.mac,
        mac=f"sha256:{'0' * 64}",
    )
    assert problems() == ["第 6 条：内容被改动过"]


def test_a_head_that_a_crash_left_behind_breaks_nothing(trail):
    behind = head.path().read_bytes()
    record(Kind.VIEW, who=WANG)
    head.path().write_bytes(behind)

    assert problems() == []
    record(Kind.VIEW, who=WANG)
    assert head.read() == head.Head(7, Entry.objects.get(seq=7).mac)
    assert problems() == []


def test_a_head_taken_away_is_noticed_and_stays_noticed(trail):
    head.path().unlink()
    assert problems() == [head.GONE]
    record(Kind.VIEW, who=WANG)
    assert problems() == [head.GONE]


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"null", b"\xff\xfe", b'{"seq": 4, "mac": "", "marks": [], "seal": "sha256:00"}']
)
def test_a_head_written_by_another_hand_is_noticed_and_stays_noticed(trail, content):
    head.path().write_bytes(content)
    assert problems() == [head.TOUCHED]
    record(Kind.VIEW, who=WANG)
    assert problems() == [head.TOUCHED]


def test_a_head_cannot_be_set_back_by_changing_its_number(trail):
    said = json.loads(head.path().read_text())
    last = Entry.objects.get(seq=4)
    head.path().write_text(json.dumps({**said, "seq": 4, "mac": last.mac}))
    trail("DELETE FROM audit_entry WHERE seq = 5")
    assert problems() == [head.TOUCHED]


def test_a_mark_cannot_be_rubbed_out(trail):
    trail("DELETE FROM audit_entry WHERE seq = 5")
    record(Kind.VIEW, who=WANG)
    said = json.loads(head.path().read_text())
    head.path().write_text(json.dumps({**said, "marks": []}))
    assert problems() == [head.TOUCHED]


def test_a_trail_broken_everywhere_is_told_in_a_hundred_lines(trail):
    record_many([Event(Kind.VIEW)] * 300, who=WANG)
    trail("UPDATE audit_entry SET actor = 'x'")
    found = verify()
    assert found.entries == 305
    assert 100 <= len(found.broken) <= 101


def test_the_command_proves_a_whole_trail_and_fails_on_a_broken_one(trail):
    said = CliRunner().invoke(verify_audit, ["--json"])
    assert (said.exit_code, json.loads(said.stdout)) == (0, {"entries": 5, "broken": []})
    assert "完好" in CliRunner().invoke(verify_audit).stdout

    trail("DELETE FROM audit_entry WHERE seq = 5")
    said = CliRunner().invoke(verify_audit, ["--json"])
    assert (said.exit_code, json.loads(said.stdout)) == (1, {"entries": 4, "broken": [head.LOST.format(5)]})
    assert CliRunner().invoke(verify_audit).exit_code == 1


def test_without_the_key_nothing_is_proven(trail, monkeypatch, tmp_path):
    monkeypatch.setenv("TONGGONG_KEY_FILE", str(tmp_path / "none"))
    keys.key.cache_clear()
    said = CliRunner().invoke(verify_audit, ["--json"])
    assert said.exit_code == 1
    assert "主密钥" in said.stderr


def test_a_release_of_many_names_each_of_them_in_parts(practice, monkeypatch):
    monkeypatch.setattr(services, "MOST_IDS", 2)
    services.record_release(None, [5, 3, 3, 9], purpose="试验")

    found = [(row.kind, row.subject_ids, json.loads(row.detail)["part"]) for row in entries().order_by("seq")]
    assert found == [("release", "[3,5]", "1/2"), ("release", "[9]", "2/2")]
    assert entries_about("persons.Person", 9).count() == entries_about("persons.Person", 5).count() == 1
