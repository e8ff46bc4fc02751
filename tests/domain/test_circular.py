"""The monthly circular: it states the figures it keeps, is issued by somebody else, and never changes afterwards."""

import hashlib
import io
import json
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from tests.domain.reporting_ledger import TAISHAN, XINGLONG, Ledger
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import IncompatibleDuties, Who, system_who
from tonggong.base.installation import clock
from tonggong.base.installation.services import ledger_moved
from tonggong.cli.reporting import circular as circular_command
from tonggong.cli.reporting import indicator as indicator_command
from tonggong.cli.reporting import indicators as indicators_command
from tonggong.domain.comparison.models import Month
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person
from tonggong.domain.reliefs.models import Relief
from tonggong.domain.reporting import queries, services
from tonggong.domain.reporting.circulars import (
    CircularRefused,
    circular_for,
    draft_circular,
    issue_circular,
    paper,
    render,
    void_circular,
)
from tonggong.domain.reporting.document.content import Body, Table, figures_in, from_json, to_json
from tonggong.domain.reporting.models import Figure

MONTH, END = "2024-09", date(2024, 9, 30)
OFFICE = ROLES["committee_office"].duties
DRAFTER = Who(2, "赵敏", "committee_office", "残工委办", "2111", OFFICE)
SIGNER = Who(3, "钱立", "committee_office", "残工委办", "2111", OFFICE)
COUNTY = Who(1, "孙薇", "county_staff", "县区残联", "211103", ROLES["county_staff"].duties)


@pytest.fixture
def city(practice):
    ledger = Ledger()
    for place, several in ((XINGLONG, 5), (TAISHAN, 3)):
        for n in range(several):
            person = ledger.person(place)
            ledger.spell(person, date(2024, 1 + n, 5))
            ledger.course(person, date(2023, 3, 1), date(2023, 3, 20), "0.95")
    return ledger


def text_of(document: bytes) -> str:
    body = zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()
    return "\n".join("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", part)) for part in body.split("</w:p>"))


def test_it_states_the_indicator_and_keeps_its_rows(city):
    drafted = draft_circular(DRAFTER, MONTH)
    assert "全市累计新增残疾人就业8人" in text_of(render(drafted))
    jobs = drafted.figures.get(key="plan.new_jobs")
    assert (jobs.value, jobs.rows.filter(standing="counted").count()) == (8, 8)
    assert figures_in(paper(drafted)) <= set(drafted.figures.values_list("pk", flat=True))


def test_every_number_of_persons_in_its_tables_opens_what_it_says(city):
    content = paper(draft_circular(DRAFTER, MONTH))
    tables = [block for block in content.blocks if isinstance(block, Table)]
    assert len(tables) == 2
    for table in tables:
        for row in table.rows:
            figure = Figure.objects.get(pk=row[1].figure)
            assert int(row[1].text) == queries.figure_seen(DRAFTER, figure, row[1].county).value


def test_counties_are_named_with_rank_pace_and_gap(city):
    content = paper(draft_circular(DRAFTER, MONTH))
    text = "\n".join(block.text for block in content.blocks if isinstance(block, Body))
    assert "盘山县新增就业0人，按进度应达181人，差181人" in text
    assert "完成800人目标的1.0%，按进度应达725人，慢717人" in text
    first = next(block for block in content.blocks if isinstance(block, Table))
    assert [row[0].text for row in first.rows] == ["双台子区", "兴隆台区", "大洼区", "盘山县", "全市"]
    assert [row[4].text for row in first.rows] == ["2", "1", "3", "3", "—"]


def test_each_special_channel_has_its_sentence_also_where_nothing_was_reported(city):
    Relief.objects.create(
        channel="fees", kind="摊位费减收", person=Person.objects.first(), month_yuan=400, started_on=date(2024, 1, 1),
        until=date(2024, 12, 31), known_from=clock.real_now(),
    )  # fmt: skip
    content = paper(draft_circular(DRAFTER, MONTH))
    body = next(block for block in content.blocks if isinstance(block, Body) and "优惠和放宽" in block.lead)
    assert "摊位费、租赁费减免3,600元：1项减免、9个月，合计3,600元。" in body.text
    assert body.text.count("：尚未报送。") == 3
    assert [(run.text, run.channel) for run in body.runs if run.channel] == [("3,600元", "fees")]


def test_content_survives_being_kept(city):
    content = paper(draft_circular(DRAFTER, MONTH))
    assert from_json(to_json(content)) == content


def test_no_identifier_is_in_it(city):
    document = render(draft_circular(DRAFTER, MONTH))
    files = zipfile.ZipFile(io.BytesIO(document))
    whole = "".join(files.read(name).decode("utf-8", "replace") for name in files.namelist())
    for person in Person.objects.all():
        assert person.citizen_id not in whole
        assert person.name not in whole


def test_a_draft_says_so_and_has_no_number(city):
    document = render(draft_circular(DRAFTER, MONTH))
    files = zipfile.ZipFile(io.BytesIO(document))
    assert any("草稿" in files.read(name).decode() for name in files.namelist() if "header" in name)
    assert re.search(r"盘残工委办〔20\d\d〕　　号", text_of(document))


def test_a_draft_is_written_anew_with_what_is_known_now(city):
    first = draft_circular(DRAFTER, MONTH)
    city.spell(city.person(), date(2024, 8, 1))
    ledger_moved()
    again = draft_circular(DRAFTER, MONTH)
    assert again.pk == first.pk
    assert "全市累计新增残疾人就业9人" in text_of(render(again))


def test_who_drafted_may_not_issue(city):
    drafted = draft_circular(DRAFTER, MONTH)
    with pytest.raises(IncompatibleDuties):
        issue_circular(DRAFTER, drafted)
    drafted.refresh_from_db()
    assert (drafted.state, drafted.seq) == ("draft", None)


def test_numbers_run_without_gaps_and_a_void_one_is_kept(city):
    first = issue_circular(SIGNER, draft_circular(DRAFTER, "2024-07"))
    second = issue_circular(SIGNER, draft_circular(DRAFTER, "2024-08"))
    void_circular(SIGNER, second, "发文对象有误")
    third = issue_circular(SIGNER, draft_circular(DRAFTER, "2024-08"))
    year = clock.today().year
    assert [c.number for c in (first, second, third)] == [f"盘残工委办〔{year}〕{n}号" for n in (1, 2, 3)]
    second.refresh_from_db()
    assert (second.state, second.seq, second.void_reason) == ("void", 2, "发文对象有误")
    assert circular_for(DRAFTER, "2024-08") == third


def test_an_issued_circular_never_changes(city):
    issued = issue_circular(SIGNER, draft_circular(DRAFTER, MONTH))
    file = render(issued)
    assert hashlib.sha256(file).hexdigest() == issued.file_hash
    Spell.objects.filter(person__county_code=TAISHAN[0]).update(known_until=clock.now())
    ledger_moved()
    services.refresh_figures(END)
    again = circular_for(DRAFTER, MONTH)
    assert render(again) == file
    jobs = again.figures.get(key="plan.new_jobs")
    assert (jobs.is_frozen, jobs.rows.filter(standing="counted").count()) == (True, 8)
    with pytest.raises(CircularRefused, match="印发"):
        draft_circular(DRAFTER, MONTH)
    with pytest.raises(CircularRefused):
        issue_circular(SIGNER, again)


def test_later_corrections_are_listed_apart_in_the_next_one(city):
    issue_circular(SIGNER, draft_circular(DRAFTER, "2024-08"))
    Spell.objects.filter(person__county_code=TAISHAN[0]).update(known_until=clock.now())
    city.spell(city.person(), date(2024, 7, 1), known_from=clock.now())
    ledger_moved()
    content = paper(draft_circular(DRAFTER, MONTH))
    assert [annex.title for annex in content.annexes] == ["2024年9月各县区主要指标", "2024年8月通报的后续更正"]
    (line,) = content.annexes[1].blocks
    assert line.text.startswith("新增残疾人就业：原通报8人，此后补进1人、退出3人，现为6人。退出原因：")


def test_a_closed_month_speaks_with_the_figures_it_was_closed_with(city):
    services.freeze_month(DRAFTER, MONTH)
    Month.objects.create(month=MONTH, compared_at=clock.now(), closed_at=clock.now(), closed_by="赵敏")
    city.spell(city.person(), date(2024, 8, 1))
    ledger_moved()
    assert "全市累计新增残疾人就业8人" in text_of(render(draft_circular(DRAFTER, MONTH)))


def test_a_county_does_not_write_the_citys_circular(city):
    with pytest.raises(CircularRefused, match="市级"):
        draft_circular(COUNTY, MONTH)


def test_the_paper_has_the_measures_of_the_standard(city):
    files = zipfile.ZipFile(io.BytesIO(render(draft_circular(DRAFTER, MONTH))))
    parts = {name: files.read(name).decode() for name in files.namelist() if name.endswith(".xml")}
    for content in parts.values():
        ElementTree.fromstring(content.encode())
    body, styles, settings = (parts[f"word/{name}.xml"] for name in ("document", "styles", "settings"))
    page = dict(re.findall(r'w:(w|h)="(\d+)"', re.search(r"<w:pgSz[^>]*>", body).group()))
    assert page == {"w": "11906", "h": "16838"}
    margin = dict(re.findall(r'w:(top|bottom|left|right)="(\d+)"', re.search(r"<w:pgMar[^>]*>", body).group()))
    millimetres = {side: round(int(twips) / 56.693) for side, twips in margin.items()}
    assert millimetres == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    for font in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{font}"' in styles
    assert body.count("<w:tblHeader") == body.count("<w:tblCaption") == 3
    assert "evenAndOddHeaders" in settings
    assert 'w:line="579" w:lineRule="exact"' in styles
    assert '<w:spacing w:val="-5"/>' in styles
    assert "python-docx" not in parts["docProps/core.xml"]


def test_the_same_content_gives_the_same_file(city):
    drafted = draft_circular(DRAFTER, MONTH)
    assert render(drafted) == render(drafted)


def run(command, *words):
    return CliRunner().invoke(command, [str(word) for word in words])


def test_the_commands_agree_with_each_other(city, tmp_path):
    out, rows = tmp_path / "circular.docx", tmp_path / "rows.csv"
    asked = run(indicator_command, "plan.new_jobs", "--as-of", END, "--by", "county", "--rows", rows, "--json")
    said = json.loads(asked.output)
    assert {"key", "title", "unit", "as_of", "known_on", "value", "groups", "excluded"} <= said.keys()
    assert (said["value"], said["groups"], said["known_on"]) == (8, {"双台子区": 3, "兴隆台区": 5}, None)
    assert len(rows.read_text("utf-8-sig").splitlines()) == 9
    assert run(circular_command, "--month", MONTH, "--out", out).exit_code == 0
    assert f"{said['value']}人" in text_of(out.read_bytes())
    listed = json.loads(run(indicators_command, "--json").output)
    assert {"plan.new_jobs", "plan.trained", "employment.rate"} <= {one["key"] for one in listed}


@pytest.mark.parametrize(
    "words",
    [("plan.nothing", "--as-of", "2024-09-30"), ("plan.new_jobs", "--as-of", "2024-13-01"), ("plan.new_jobs",)],
    ids=["unknown key", "no such day", "no day"],
)
def test_wrong_use_of_the_indicator_command_is_2(city, words):
    assert run(indicator_command, *words).exit_code == 2


def test_wrong_use_of_the_circular_command_is_2(city, tmp_path):
    assert run(circular_command, "--month", "2024-9", "--out", tmp_path / "c.docx").exit_code == 2


def test_without_a_city_the_commands_fail_in_words(practice, tmp_path):
    done = run(circular_command, "--month", MONTH, "--out", tmp_path / "c.docx")
    assert (done.exit_code, "load-city" in done.output) == (1, True)
    assert not (tmp_path / "c.docx").exists()


def test_the_command_takes_out_what_was_issued(city, tmp_path):
    issued = issue_circular(SIGNER, draft_circular(system_who(), MONTH))
    done = run(circular_command, "--month", MONTH, "--out", tmp_path / "c.docx")
    assert issued.number in done.output
    assert (tmp_path / "c.docx").read_bytes() == render(issued)
