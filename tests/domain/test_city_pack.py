"""A city is a folder of data: Panjin loads, an invented city loads by the same code, faults are named by their place."""

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import services as installation
from tonggong.base.installation.models import Installation
from tonggong.base.policy.queries import figures_on, figures_to_enter
from tonggong.domain.plan import queries as plans
from tonggong.domain.plan.models import TargetPart
from tonggong.domain.plan.pack import PackError, PackUnknown
from tonggong.domain.plan.services import CityOccupied, load_city
from tonggong.rules.figures import FigureMissing

pytestmark = pytest.mark.django_db
YUNTING = Path(__file__).parents[1] / "data" / "cities" / "yunting"


@pytest.fixture(autouse=True)
def _practice(db):
    Installation.objects.create(number="1", kind="practice", created_at=installation.clock.real_now())
    installation.current.cache_clear()


@pytest.fixture
def pack(tmp_path):
    return Path(shutil.copytree(YUNTING, tmp_path / "yunting"))


def change(pack, name, old, new):
    file = pack / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def line_of(pack, name, words):
    return next(n for n, line in enumerate((pack / name).read_text().splitlines(), 1) if words in line)


def test_panjin_loads_with_its_plan_its_places_and_its_slips():
    report = load_city("panjin")

    plan = plans.plan_on(date(2024, 6, 1))
    clauses = {clause.key: clause for clause in plans.clauses(plan)}
    assert (report.city, report.warnings) == ("盘锦市", [])
    assert [county.name for county in divisions.counties()] == ["双台子区", "兴隆台区", "大洼区", "盘山县"]
    assert sum(len(divisions.townships(county.code)) for county in divisions.counties()) == 50
    assert [key for key in clauses if key.startswith("A")] == [f"A{n}" for n in range(1, 11)]
    assert (clauses["A8"].title, clauses["A8"].alias) == ("育人就业拓展行动", "盲人就业拓展行动")
    massage = next(p.document for p in clauses["A8"].parents.all() if p.document.key == "massage-2009-37")
    assert (massage.printed_number, massage.number) == ("卫医改发〔2009〕37号", "卫医政发〔2009〕37号")
    assert [(t.indicator, t.value, t.unit) for t in plans.targets(plan)] == [
        ("plan.new_jobs", 800, "人"),
        ("plan.trained", 1200, "人"),
    ]
    assert installation.current().city_name == "盘锦市"


def test_loading_again_changes_nothing():
    load_city("panjin")
    trail = Entry.objects.count()

    again = load_city("panjin")

    assert again.changed == 0
    assert Entry.objects.count() == trail


def test_a_real_installation_gets_no_example_split_and_no_made_up_figure():
    Installation.objects.update(kind="real")
    installation.current.cache_clear()

    load_city("panjin")

    split = plans.targets(plans.plan_on(date(2024, 1, 1)), "plan.new_jobs")[0]
    assert (split.by_county, split.unsplit.by_year, split.unsplit.by_county) == ({}, 800, 800)
    assert "sheltered.pay_floor_factor" in set(figures_to_enter().values_list("figure_id", flat=True))
    with pytest.raises(FigureMissing):
        figures_on(date(2024, 1, 1), "211100000000")["sheltered.pay_floor_factor"]


def test_the_practice_citys_example_split_adds_up_and_says_what_it_is():
    load_city("panjin")

    jobs, trained = plans.targets(plans.plan_on(date(2024, 1, 1)))

    assert (sum(jobs.by_year.values()), sum(jobs.by_county.values()), jobs.unsplit.by_county) == (800, 800, 0)
    assert (sum(trained.by_county.values()), trained.unsplit.by_county) == (1190, 10)
    assert set(TargetPart.objects.values_list("source", flat=True)) == {"练习"}


def test_milestones_of_a_county_are_its_own_years():
    load_city("panjin")
    plan = plans.plan_on(date(2024, 1, 1))

    whole, county = plans.goal(plan, "plan.new_jobs"), plans.goal(plan, "plan.new_jobs", "211102000000")

    assert whole.milestones == ((date(2022, 12, 31), 200), (date(2023, 12, 31), 500), (date(2024, 12, 31), 800))
    assert (county.target, county.milestones[-1]) == (150, (date(2024, 12, 31), 150))
    assert plans.goal(plan, "no.such") is None


def test_two_versions_stand_side_by_side_and_the_first_keeps_its_history(pack):
    load_city(pack)
    plan = plans.plan_on(date(2024, 12, 31))
    before = (plans.targets(plan), list(plans.tasks(system_who(reach="9912"), plan).values()))
    (pack / "plan-2026.yaml").write_text(
        (pack / "plan-2023-2025.yaml")
        .read_text()
        .replace("yunting-2023-2025", "yunting-2026-2028")
        .replace("2023-01-01", "2026-01-01")
        .replace("2025-12-31", "2028-12-31")
        .replace("value: 60", "value: 90")
    )

    load_city(pack)

    assert [p.key for p in plans.plans()] == ["yunting-2023-2025", "yunting-2026-2028"]
    assert plans.plan_on(date(2026, 1, 1)).key == "yunting-2026-2028"
    assert (plans.targets(plan), list(plans.tasks(system_who(reach="9912"), plan).values())) == before


def test_a_day_has_the_issued_version_or_the_awaited_one_or_none():
    load_city("panjin")

    days = (date(2021, 12, 31), date(2024, 12, 31), date(2025, 1, 1), date(2028, 1, 1))

    assert [getattr(plans.plan_on(day), "key", None) for day in days] == [
        None,
        "panjin-2022-2024",
        "panjin-2025-2027",
        None,
    ]
    assert plans.plan_for_progress(date(2025, 3, 1)).key == "panjin-2022-2024"


def test_an_invented_city_loads_by_the_same_code_with_its_own_definition(pack):
    report = load_city(pack)

    assert report.city == "云汀市"
    assert figures_on(date(2024, 1, 1), "991203001000")["newjobs.gap_days"].value == Decimal(60)
    assert figures_on(date(2024, 1, 1), "991202101000")["wage.minimum_monthly"].value == 1800
    assert figures_on(date(2024, 1, 1), "991201001000")["wage.minimum_monthly"].value == 2000
    assert plans.targets(plans.plan_on(date(2023, 1, 1)), "plan.new_jobs")[0].unsplit.by_county == 5
    assert plans.setting("code_word") == "云残工委"


def test_a_clause_without_a_parent_is_one_warning_naming_file_line_and_clause(pack):
    line = line_of(pack, "plan-2023-2025.yaml", "key: A2, kind")

    report = load_city(pack)

    assert report.warnings == [f"plan-2023-2025.yaml 第{line}行 parents：条款 A2 没有对应的上级文件"]


def test_parts_that_do_not_add_up_are_refused_with_the_difference(pack):
    change(pack, "targets.yaml", '"991202": 20', '"991202": 10')
    line = line_of(pack, "targets.yaml", "by_county: {")

    with pytest.raises(PackError) as refused:
        load_city(pack)

    assert refused.value.faults == [f"targets.yaml 第{line}行 by_county：分解合计45人，应为55人，差10人"]
    assert divisions.counties() == []


def test_panjins_own_example_220_260_180_130_is_ten_short(tmp_path):
    copy = Path(shutil.copytree(Path(__file__).parents[2] / "cities" / "panjin", tmp_path / "copy"))
    (copy / "targets.yaml").write_text(
        "splits:\n  - {plan: panjin-2022-2024, indicator: plan.new_jobs, source: 分解表,\n"
        '     by_county: {"211102": 220, "211103": 260, "211104": 180, "211122": 130}}\n'
    )

    with pytest.raises(PackError, match="差10人"):
        load_city(copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("city.yaml", "issuer: 云汀", "isuer: 云汀", r"city\.yaml 第\d+行 issuer：必须填写"),
        ("city.yaml", "issuer: 云汀", "isuer: 云汀", r"city\.yaml 第3行 isuer：没有这个字段"),
        ("city.yaml", "due_day: 31", "due_day: 32", r"city\.yaml 第17行 due_day：“32”应是1至31的整数"),
        ("city.yaml", "feed: social", "feed: sociel", r"city\.yaml 第15行 feed：“sociel-insurance”不可用"),
        (
            "city.yaml",
            '"991203000000", label',
            '"991209000000", label',
            r"city\.yaml 第\d+行 areas：缺少县区 991203000000",
        ),
        (
            "departments.yaml",
            "successor: new_office",
            "successor: none",
            r"departments\.yaml 第4行 successor：没有部门“none”",
        ),
        (
            "divisions.csv",
            "991201001000,991201000000",
            "991201001000,991209000000",
            r"divisions\.csv 991201001000 parent：没有区划",
        ),
        ("divisions.csv", "991202102000", "99120210200", r"divisions\.csv 第10行 code12：“99120210200”应为12位数字"),
        (
            "former-divisions.csv",
            "2019-06-30",
            "2019年6月",
            r"former-divisions\.csv 第2行 valid_to：“2019年6月”不是日期",
        ),
        (
            "plan-2023-2025.yaml",
            "first_day: 2023-01-01",
            "first_day: 一月",
            r"plan-2023-2025\.yaml 第3行 first_day：“一月”不是日期",
        ),
        (
            "plan-2023-2025.yaml",
            "owner: old_office",
            "owner: nobody",
            r"plan-2023-2025\.yaml 第14行 owner：没有部门“nobody”",
        ),
        ("plan-2023-2025.yaml", "〔2022〕", "（2022）", r"plan-2023-2025\.yaml 第7行 number：文号的年份请用六角括号"),
        ("plan-2023-2025.yaml", "clause: A2,", "clause: A9,", r"plan-2023-2025\.yaml 第16行 clause：没有条款“A9”"),
        (
            "plan-2023-2025.yaml",
            "value: 60",
            "value: 六十",
            r"plan-2023-2025\.yaml 第9行 value：“六十”应是不小于1的整数",
        ),
        ("targets.yaml", "2025: 20}", "2026: 20}", r"targets\.yaml 第5行 by_year：没有“2026”"),
        ("figures.yaml", "source: 云汀口径", 'source: ""', r"figures\.yaml 第2行 source：必须填写"),
        ("figures.yaml", "figures:", "figures: [", r"figures\.yaml 第\d+行：不是可读的 YAML"),
    ],
)
def test_a_fault_names_file_line_and_field_and_changes_nothing(pack, file, old, new, fault):
    change(pack, file, old, new)

    with pytest.raises(PackError) as refused:
        load_city(pack)

    assert any(re.match(fault, line) for line in refused.value.faults), refused.value.faults
    assert plans.city() is None


def test_every_fault_is_told_at_once(pack):
    change(pack, "city.yaml", "due_day: 31", "due_day: 32")
    change(pack, "plan-2023-2025.yaml", "owner: old_office", "owner: nobody")

    with pytest.raises(PackError) as refused:
        load_city(pack)

    assert len(refused.value.faults) == 2


def test_another_city_does_not_come_into_an_installation_that_has_one(pack):
    load_city(pack)

    with pytest.raises(CityOccupied, match="云汀市"):
        load_city("panjin")


def test_a_city_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(PackUnknown, match="panjin"):
        load_city("atlantis")


def test_a_changed_file_changes_the_rows_and_a_dropped_row_goes(pack):
    load_city(pack)
    change(pack, "plan-2023-2025.yaml", "title: 邻里相助", "title: 邻里互助")
    change(pack, "figures.yaml", "value: 60", "value: 45")
    change(pack, "city.yaml", ', {name: 南屿县社保中心, county: "991202000000"}', "")

    report = load_city(pack)

    assert report.rows["clauses"] == {"added": 0, "changed": 1, "removed": 0}
    assert report.rows["city"] == {"added": 0, "changed": 0, "removed": 1}
    assert figures_on(date(2024, 1, 1), "991200000000")["newjobs.gap_days"].value == Decimal(45)


def test_expected_feeds_fall_due_within_the_following_month(pack):
    load_city(pack)

    feeds = list(plans.expected_feeds("month"))

    assert [feed.sender for feed in feeds] == ["南屿县社保中心", "市社保中心"]
    assert [plans.due_on(feeds[0], month) for month in ("2024-01", "2024-03", "2024-12")] == [
        date(2024, 2, 29),
        date(2024, 4, 30),
        date(2025, 1, 31),
    ]


def test_a_newer_version_brings_its_tables_to_the_installation_that_they_belong_to(practice, monkeypatch, tmp_path):
    from django.db.migrations.recorder import MigrationRecorder

    from tonggong.base.installation import services

    called = []
    monkeypatch.setattr(services, "call_command", lambda name, **_: called.append(name))
    monkeypatch.setattr(services, "home", lambda: tmp_path)
    row, mark = services.current(), tmp_path / "installation.json"
    mark.write_text(f'{{"number": "{row.number}"}}')

    services.renew(row)
    assert called == []  # nothing is new
    MigrationRecorder.Migration.objects.filter(app="status").delete()  # tables of which this database does not know
    services.renew(row)
    assert called == ["migrate"]

    mark.write_text('{"number": "another"}')
    with pytest.raises(services.WrongInstallation):
        services.renew(row)
    assert called == ["migrate"]


def test_a_newer_version_brings_its_figures_when_the_program_starts(practice):
    from tonggong.base.home import home
    from tonggong.base.policy.models import FigureValue
    from tonggong.cli.serve import _take_what_is_new
    from tonggong.domain.plan.services import load_city

    load_city("panjin")
    FigureValue.objects.filter(figure_id="plan.review_days").delete()
    (home() / "pack.sha256").write_text("of an older version")

    _take_what_is_new("panjin")

    assert FigureValue.objects.filter(figure_id="plan.review_days").exists()
