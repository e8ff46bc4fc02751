"""The demonstration city: made, taken in and compared by the very code that a user's upload runs."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
from django.db.models import Count

from tonggong.base import derived
from tonggong.base.accounts.practice import Demo, ensure_practice_accounts
from tonggong.base.accounts.who import system_who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock, home
from tonggong.base.installation.services import begin_practice, current, prepare
from tonggong.base.intake.feeds import FEEDS
from tonggong.base.intake.services import take_in
from tonggong.base.policy.queries import figures_on
from tonggong.cli.practice_cases import screen_and_open
from tonggong.cli.practice_contacts import settle_units, write_called
from tonggong.cli.practice_cooperation import settle_cooperation
from tonggong.cli.practice_declarations import settle_declarations
from tonggong.cli.practice_dispatch import write_dispatch
from tonggong.cli.practice_hires import SPEAKER, settle_hires, speaking_body
from tonggong.cli.practice_posts import settle_offers
from tonggong.cli.practice_words import settle_words
from tonggong.domain.campaigns.services.lists import each_day as follow_lists
from tonggong.domain.campaigns.services.lists import open_campaign
from tonggong.domain.campaigns.services.settling import settle as settle_posts
from tonggong.domain.casework.services.settling import assign_towns, settle
from tonggong.domain.coaching.services.settling import settle as settle_coaching
from tonggong.domain.comparison.services import compare_month
from tonggong.domain.employment.models import Spell
from tonggong.domain.employment.pay_facts import quarter_of
from tonggong.domain.employment.pay_services import check_pay
from tonggong.domain.hires.services import check_year
from tonggong.domain.plan.pack import find_pack
from tonggong.domain.plan.services import load_city, settle_practice_tasks
from tonggong.domain.quota import queries as quota
from tonggong.domain.quota.services import make_year
from tonggong.domain.reporting.notices import draft_notice, issue_notice
from tonggong.domain.reporting.services import refresh_figures
from tonggong.domain.rural import exchange
from tonggong.domain.rural.receipts import take_receipts
from tonggong.domain.rural.settling import settle as settle_incomes
from tonggong.domain.status import services as answers
from tonggong.domain.training.models import Attendance
from tonggong.practice.city import write_city
from tonggong.practice.collected import FEED, Told, write_collected
from tonggong.rules import months
from tonggong.rules.quota.levy import terms

CITY, MONTHS, END = "panjin", 24, "2024-12"
LEFT_OPEN = ("A1.10", "A7.3")  # tasks that the practice leaves overdue
HANDED_OUT, CAME_BACK = date(2024, 12, 20), date(2025, 1, 6)  # the list of needs for the monitoring system
CAMPAIGNS = (
    ("survey", "找到服务对象、找到被服务对象需要的感觉", "difficult", date(2024, 9, 2), date(2024, 11, 29)),
    ("month", "就业援助月", "month", date(2024, 12, 15), date(2025, 1, 25)),
)
Say = Callable[[str], None]


def files_folder() -> Path:
    """Where the practice city's files lie, apart from the home, so that a visitor can try to send one."""
    return home().parent / "practice-files"


def make(people: int, seed: int, say: Say) -> None:
    """Bring up the practice city of Panjin unless it stands already; killed half-way it goes on where it was.

    Raises:
        WrongInstallation: the home holds a real installation.
    """
    with _phase(say, "建库"):
        prepare(practice=True)
    row = current()
    if row is not None and row.practice_day is not None:
        return
    who = system_who("演练城市")
    with _phase(say, "装入方案、区划、部门和政策数值"):
        load_city(find_pack(CITY), who)
        ensure_practice_accounts()
    folder = files_folder()
    with _phase(say, f"生成 {people:,} 名持证人的演练城市"):
        write_city(seed, people, MONTHS, END, folder, find_pack(CITY))
    files = list(_files(folder))
    with _phase(say, f"收下 {len(files)} 份报送"):
        for month, feed, path in files:
            with clock.pretend(received_on(month, feed)):
                take_in(who, feed, path, month)
    twice: list[tuple[str, str]] = []
    for month in sorted({month for month, _feed, _path in files}):
        if month == END:
            with _phase(say, "收下派遣协议、派遣许可和银行代发"):
                _dispatch(folder, seed)
            with _phase(say, "收下单位的联系人"):
                twice = _called(folder, seed)
        with _phase(say, f"比对 {month}"), clock.pretend(compared_on(month)), derived.gathered(at_end=False):
            _written_down(folder, month)
            compare_month(who, month)
    with (
        _phase(say, "单位报录聘用，收下人事部门上半年的名册"),
        clock.pretend(compared_on(END)),
        derived.gathered(at_end=False),
    ):
        settle_hires(folder, seed, int(END[:4]))
    with _phase(say, "收下一年的走访和服务"), derived.gathered(at_end=False):
        _casework(folder)
    with _phase(say, "计算指标，安排演练账号"):
        _figures()
        begin_practice(compared_on(END) + timedelta(1))
        settle_practice_tasks(clock.today() - timedelta(200))
        settle_practice_tasks(clock.today() - timedelta(20), leave_open=LEFT_OPEN)
        ensure_practice_accounts(links=_links())
    with _phase(say, "判断身份和应办事项，发起专项行动和就业援助月"):
        _campaigns()
        answers.refresh(None)
        follow_lists()
    with _phase(say, "收下公益性岗位和农村家庭"), derived.gathered():
        _livelihoods(folder)
    with _phase(say, "记下本人的话和劳动投诉"):
        settle_words()
    with _phase(say, f"计算 {END[:4]} 年按比例就业，与税务征收比对"):
        make_year(who, int(END[:4]))
        settle_units(twice, str(_links().get("employer", "")))
    with _phase(say, "核对录聘用和同工同酬，发布一份公示，再起草一份"):
        check_year(who, int(END[:4]))
        check_pay(who, quarter_of(END))
        office = system_who("演练城市")  # `who` was made before the city was known
        issue_notice(office, draft_notice(office, int(END[:4]), "kind"))
        draft_notice(office, int(END[:4]), "unit")
        _collected(folder, seed)
    with _phase(say, f"筛查 {END[:4]} 年安排疑点，立三个案卷"):
        screen_and_open(int(END[:4]))
    with _phase(say, "单位申报上一年，一家申报人还在填写"):
        settle_declarations(int(END[:4]) - 1, str(_links().get("employer", "")))


def _called(folder: Path, seed: int) -> list[tuple[str, str]]:
    """Whom to call at units, as two registers say it; which firms stand there under two codes."""
    who = system_who("演练城市")
    paths, twice = write_called(folder, seed, END)
    for path in paths:
        feed = path.stem.partition("-")[0]
        with clock.pretend(received_on(END, feed)):
            take_in(who, feed, path, END)
    return twice


def _dispatch(folder: Path, seed: int) -> None:
    """Who is sent out by whom, as the ledger knows it before the last month; what is said of them is compared with it."""
    who = system_who("演练城市")
    for path in write_dispatch(folder, seed, END):
        with clock.pretend(received_on(END, path.stem)):
            take_in(who, path.stem, path, END)


def _written_down(folder: Path, month: str) -> None:
    """The jobs of a month that workers wrote down themselves, before the office's file says the same."""
    settle(system_who("演练城市"), folder / "casework" / "placed" / month)


def _campaigns() -> None:
    """A survey of the autumn that is over, and the assistance month that is running; each list is that of its first day."""
    who = system_who("演练城市")
    for kind, title, rule, first, last in CAMPAIGNS:
        answers.refresh(None, first)
        with clock.pretend(_morning(first)):
            open_campaign(who, kind=kind, title=title, rule=rule, starts_on=first, ends_on=last)


def _livelihoods(folder: Path) -> None:
    """Public-welfare posts with the terms on them; what rural families earn; each county's list for the monitoring system,
    and what came back.
    """
    who = system_who("演练城市")
    settle_posts(who, folder / "casework")
    settle_incomes(who, folder / "casework")
    settle_offers(who, str(_links().get("employer", "")))
    for county in divisions.counties():
        here = who.narrowed_to(county.code)
        with clock.pretend(_morning(HANDED_OUT)):
            if not exchange.prepare(here):
                continue
            exchange.export(here)
        answer = folder / "casework" / "receipts" / f"{county.code}.csv"
        if answer.exists():
            with clock.pretend(_morning(CAME_BACK)):
                take_receipts(here, answer.read_bytes(), answer.name)


def _collected(folder: Path, seed: int) -> None:
    """The tax office's file on the year: most units paid what their letter told them, some did not."""
    who, year, place = system_who("演练城市"), int(END[:4]), divisions.city()
    units = [
        Told(
            row.unit.code, row.unit.name, divisions.name_of(row.county_code) if row.county_code else "", row.kind,
            row.headcount, row.counted, row.wage_yuan,
        )
        for row in quota.results(who, year)
        if row.headcount is not None and row.wage_yuan is not None
    ]  # fmt: skip
    write_collected(seed, year, END, units, terms(figures_on(clock.today(), place.code if place else "")), folder)
    take_in(who, FEED, folder / END / f"{FEED}.csv", END)
    compare_month(who, END)
    make_year(who, year)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.SHANGHAI).astimezone(clock.UTC)


def _casework(folder: Path) -> None:
    """Each town's worker answers for its people, and what was done for them in the year is taken in."""
    who = system_who("演练城市")  # sees the city, which was not loaded yet when the first one was made
    with clock.pretend(compared_on(END) + timedelta(1)):
        ensure_practice_accounts(staff=_coaches(folder))
        settle(who, folder / "casework")
        assign_towns(who, clock.today() - timedelta(366))
        settle_coaching(who, folder / "casework")
        settle_cooperation(who, who.reach.ljust(12, "0"), clock.today())


def _coaches(folder: Path) -> list[Demo]:
    """The accounts of the city's coaches."""
    rows = pq.read_table(folder / "casework" / "coaches.parquet").to_pylist()
    return [Demo("job_coach", row["user"], row["name"], row["division"]) for row in rows]


def _figures() -> None:
    with clock.pretend(compared_on(END)):
        refresh_figures()


def _links() -> dict[str, object]:
    """Whom the tied demo accounts stand for: the unit, provider and person that have most to show."""
    spells = Spell.objects.standing().filter(ended_on=None).exclude(unit_code="")
    busiest = (
        spells.filter(form__startswith="1").values("unit_code").annotate(n=Count("id")).order_by("-n", "unit_code")
    )
    sheltered = (
        spells.filter(form__startswith="5").values("unit_code").annotate(n=Count("id")).order_by("-n", "unit_code")
    )
    providers = Attendance.objects.standing().values("provider").annotate(n=Count("id")).order_by("-n", "provider")
    person = spells.filter(person__kind="holder", started_on__year=2024).order_by("person_id").first()
    found: dict[str, object] = {}
    if unit := busiest.first():
        found["employer"] = unit["unit_code"]
    if code := speaking_body():
        found[SPEAKER] = code
    if unit := sheltered.first() or busiest.first():
        found["sheltered_institution"] = unit["unit_code"]
    if provider := providers.exclude(provider="").first():
        found["training_base"] = provider["provider"]
    if person is not None:
        found["person"] = found["guardian"] = person.person_id
    return found


def _files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Files in the order in which a clerk would take them in: by month, registers first."""
    order = {key: n for n, key in enumerate(FEEDS)}
    found = []
    for path in folder.glob("*/*"):
        feed = max((key for key in FEEDS if path.name.startswith(key)), key=len, default=None)
        if feed and re.fullmatch(r"\d{4}-\d{2}", path.parent.name) and "退回" not in path.name:
            found.append((path.parent.name, order[feed], feed, path))
    for month, _order, feed, path in sorted(found):
        yield month, feed, path


def received_on(month: str, feed: str) -> datetime:
    """A plausible day in the next month on which an office sent its file."""
    day = months.first_day(months.shift(month, 1)) + timedelta(2 + sum(map(ord, feed)) % 7)
    return datetime(day.year, day.month, day.day, 9, 12, tzinfo=clock.SHANGHAI).astimezone(clock.UTC)


def compared_on(month: str) -> datetime:
    """The evening of the eleventh of the next month."""
    day = months.first_day(months.shift(month, 1)) + timedelta(10)
    return datetime(day.year, day.month, day.day, 18, 4, tzinfo=clock.SHANGHAI).astimezone(clock.UTC)


@contextmanager
def _phase(say: Say, name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    say(f"{time.perf_counter() - began:6.1f} 秒　{name}")
