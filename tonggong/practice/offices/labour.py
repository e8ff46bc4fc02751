"""What shows who works: the opening ledger, contributions, wages, employers' reports, recruitment."""

import numpy as np

from tonggong.practice import acted, dates, insured, mistakes, units
from tonggong.practice.dates import OPEN
from tonggong.practice.offices import styles
from tonggong.practice.offices.delivery import Delivery
from tonggong.practice.offices.registers import person_columns, phone_of
from tonggong.practice.sheets import Days, Sheet
from tonggong.practice.world import minimum_wage

COARSE = {
    1: "按比例就业",
    2: "集中就业",
    3: "个体就业",
    4: "公益性岗位就业",
    5: "辅助性就业",
    6: "农村种养加",
    7: "灵活就业",
}
FINE = {
    11: "机关", 12: "事业单位", 13: "国有企业", 14: "其他企业", 15: "社会组织、社会服务机构", 16: "劳务派遣", 21: "集中安置单位", 22: "盲人按摩机构",
    31: "个体工商户", 32: "创办企业、合作社、社会服务机构", 33: "网店、主播", 41: "人社公益性岗位", 42: "残疾人专职委员等残联岗位", 43: "乡村公益性岗位",
    51: "辅助性就业机构", 52: "残疾人之家、阳光家园", 53: "居家辅助性就业", 61: "种植", 62: "养殖", 63: "加工", 71: "非全日制", 72: "平台劳动",
    73: "居家就业", 74: "社区就业", 75: "临时、季节工",
}  # fmt: skip
POSTS = (
    "操作工 保洁员 仓库管理员 门卫 文员 客服 包装工 缝纫工 分拣员 厨工 绿化工 数据标注员 按摩师 收银员 值班员".split()
)
POSTS_FOR = 3  # the last months in which the wages' file names posts
BAND = 0.12  # of wages, by their logarithm: who lies in one does the same work
CHANNELS = "残联推荐 公共就业服务机构 招聘会 培训基地推荐 亲友 网络、自行求职 自主创业".split()


def deliveries(world) -> list[Delivery]:
    found = [
        Delivery(
            "opening-ledger",
            world.opening,
            "市残联",
            styles.opening_ledger(),
            ledger_rows,
            valued="wage_yuan",
            last_touch=_ledger_touch,
            weight=len(world.spells),
        )
    ]
    names = world.places.county_names
    alone = {"盘山县": 2, "大洼区": 1}
    offices = [([c for c, n in enumerate(names) if n not in alone], 0, "市社保中心")]
    offices += [
        ([c for c, n in enumerate(names) if n == county], which, f"{county}社保中心")
        for county, which in alone.items()
        if county in names
    ]
    total = len(world.jobs.person)
    for month in range(world.opening + 1, world.last + 1):
        for counties, which, office in offices:
            rows = lambda w, rng, month=month, counties=tuple(counties): insurance_rows(w, rng, month, counties)  # noqa: E731
            touch = lambda s, rng, d, layout, month=month: _insurance_touch(s, rng, d, layout, month)  # noqa: E731
            layout = styles.social_insurance(which, office)
            found.append(
                Delivery(
                    "social-insurance", month, office, layout, rows, True, "base_yuan", touch, total // len(offices)
                )
            )
        rows = lambda w, rng, month=month: wage_rows(w, rng, month)  # noqa: E731
        found.append(
            Delivery(
                "wages",
                month,
                "市税务局",
                styles.wages(),
                rows,
                valued="wage_yuan",
                last_touch=_wage_touch,
                weight=total,
            )
        )
        for c, county in enumerate(names):
            rows = lambda w, rng, month=month, c=c: hire_rows(w, rng, month, c)  # noqa: E731
            found.append(
                Delivery(
                    "hires", month, f"{county}残联就业科", styles.hires(county, c), rows, True, "wage_yuan", _hire_touch
                )
            )
        rows = lambda w, rng, month=month: recruit_rows(w, rng, month, False)  # noqa: E731
        found.append(
            Delivery("recruitment", month, "市人社局事业单位人事管理科", styles.recruitment(False), rows, named=True)
        )
    rows = lambda w, rng: recruit_rows(w, rng, w.last - 1, True)  # noqa: E731
    found.append(Delivery("recruitment", world.last - 1, "市委组织部", styles.recruitment(True), rows, named=True))
    return found


def certificate_numbers(world, month: int, who: np.ndarray) -> np.ndarray:
    """The number each holder had in that month; nothing for the others."""
    all_numbers = world.registers[month].numbers(world.people.number)
    row = world.holder_row[who]
    return np.where(row >= 0, all_numbers[np.maximum(row, 0)], None)


def ledger_spells(world) -> np.ndarray:
    """Spells the opening ledger holds: known to the federation, open at some time in the window up to the opening."""
    s = world.spells
    inside = (s.end >= dates.first_day(world.window)) & (s.start <= dates.last_day(world.opening))
    return np.flatnonzero(inside & world.known)


def ledger_rows(world, rng) -> Sheet:
    s, day = world.spells, dates.last_day(world.opening)
    rows = ledger_spells(world)
    rows = rows[np.lexsort((s.start[rows], world.people.town[s.person[rows]]))]
    who = s.person[rows]
    columns = person_columns(world, who) | _spell_columns(world, rows, day)
    coarse = world.people.county[who] == 0
    columns |= {
        "certificate_no": certificate_numbers(world, world.opening, who),
        "form": np.where(coarse, _words(COARSE, s.form[rows] // 10), _words(FINE, s.form[rows])),
        "phone": phone_of(world, who),
        "insured_from": np.where(s.insured[rows], dates.written(s.start[rows], "month"), None),
        "insured_to": np.where(s.insured[rows], dates.written(np.minimum(s.end[rows], day), "month"), None),
        "remark": np.where(
            np.isin(rows, list(world.acted.remote)),
            "居家远程办公",
            np.where(rng.random(len(rows)) < 0.02, "已回访", None),
        ),
    }
    sheet = Sheet("opening-ledger", world.opening, "", columns, who.copy())
    twins = {t.person: t.number for t in world.twins if t.in_ledger}
    again = np.array([n for n, w in enumerate(who.tolist()) if w in twins], np.int64)
    if len(again):
        n = len(sheet)
        sheet = sheet.take(np.concatenate([np.arange(n), again]))
        for k, row in enumerate(again.tolist()):
            number = twins[int(who[row])]
            sheet.columns["citizen_id"][n + k] = number
            own = sheet.columns["certificate_no"][n + k]
            sheet.columns["certificate_no"][n + k] = (number + own[18:20]) if own and len(number) == 18 else own
        sheet.people[n:] = -1
    return sheet


def _words(table: dict, codes: np.ndarray) -> np.ndarray:
    found = np.empty(100, object)
    for code, word in table.items():
        found[code] = word
    return found[codes]


def _spell_columns(world, rows: np.ndarray, day: int) -> dict:
    s, u = world.spells, world.units
    unit = s.unit[rows]
    placed = unit >= 0
    form = s.form[rows]
    contract = np.select(
        [form == 11, form == 12, np.isin(form, (14, 15, 16, 21, 22, 13)), np.isin(form, (41, 43, 42)), form // 10 == 5],
        ["在编", "聘用合同", "固定期限劳动合同", "岗位协议", "劳动协议"],
        "",
    ).astype(object)
    return {
        "unit_name": np.where(placed, u.former[unit], None),
        "unit_code": np.where(placed, u.code[unit], None),
        "started_on": Days(s.start[rows]),
        "ended_on": Days(np.where(s.end[rows] <= day, s.end[rows], OPEN)),
        "contract_kind": np.where(contract == "", None, contract),
        "contract_until": Days(s.until[rows]),
        "wage_yuan": s.wage[rows].astype(np.int64),
    }


def _ledger_touch(sheet, rng, defects, layout) -> None:
    mistakes.wages_in_words(sheet, rng, defects, "wage_yuan", 4)
    mistakes.codes_mistyped(sheet, rng, defects)


def insurance_rows(world, rng, month: int, counties: tuple[int, ...]) -> Sheet:
    """A month's contributions of the given counties' units."""
    work = insured.month_of_work(world.jobs, world.spells, month, world.acted.part_time)
    mine = np.isin(world.units.county[work.unit], counties)
    who, unit = work.person[mine], work.unit[mine]
    p = world.people
    n = len(who)
    kinds = np.where(rng.random(n) < 0.02, "养老、工伤", "养老、医疗、失业、工伤").astype(object)
    columns = {
        "name": p.name[who],
        "citizen_id": p.number[who],
        "sex": np.array(["", "男", "女"], object)[p.sex[who]],
        "born_on": Days(p.birth[who]),
        "county": np.array(world.places.county_names, object)[world.units.county[unit]],
        "unit_name": world.units.names_in(month, 1)[unit],
        "unit_code": world.units.code[unit],
        "base_yuan": work.base[mine],
        "kinds": kinds,
    }
    if len(counties) == 1:
        columns["phone"] = phone_of(world, who)
    spell = work.spell[mine]
    columns["kinds"] = np.where(np.isin(spell, list(world.acted.part_time)), "工伤", kinds)
    columns["remark"] = np.where(acted.marks(world.acted, unit, spell, month), "补缴", None)
    return Sheet("social-insurance", month, "", columns, who)


def _insurance_touch(sheet, rng, defects, layout, month: int) -> None:
    sheet.columns["month"] = np.full(len(sheet), dates.written_month(month, layout.month), object)
    year = month // 12
    mistakes.no_such_month(
        sheet, rng, defects, {"plain": f"{year}13", "zh": f"{year}年13月", "dot": f"{year}.13"}[layout.month]
    )
    mistakes.codes_mistyped(sheet, rng, defects)


def wage_rows(world, rng, month: int) -> Sheet:
    work = insured.month_of_work(world.jobs, world.spells, month, world.acted.part_time)
    declared = rng.random(len(work.person)) > 0.012  # a few declare late
    who, unit = work.person[declared], work.unit[declared]
    factor = np.where(work.spell[declared] >= 0, 1.0, np.round(rng.normal(1, 0.02, len(who)), 2))
    factor[work.wage[declared] == minimum_wage(np.array([dates.last_day(month)]))[0]] = 1.0  # a wage that is fixed
    columns = {
        "name": world.people.name[who],
        "citizen_id": world.people.number[who],
        "month": np.full(len(who), dates.written_month(month, "iso"), object),
        "unit_name": world.units.names_in(month)[unit],
        "unit_code": world.units.code[unit],
        "wage_yuan": (work.wage[declared] * factor).astype(np.int64),
        "phone": phone_of(world, who),
        "post": _posts(work, declared) if month > world.last - POSTS_FOR else np.full(len(who), None, object),
    }
    return Sheet("wages", month, "", columns, who)


def _posts(work, declared: np.ndarray) -> np.ndarray:
    """The post that some units name: people of about the same wage do the same work, and a few of ours are paid a band less."""
    unit, wage, spell = work.unit[declared], work.wage[declared], work.spell[declared]
    band = np.floor(np.log(np.maximum(wage, 1)) / BAND).astype(np.int64)
    band += (spell >= 0) & (work.person[declared] % 9 == 0)
    return np.where(unit % 3 == 0, np.array(POSTS, object)[(band + unit) % len(POSTS)], None)


def _wage_touch(sheet, rng, defects, layout) -> None:
    year = sheet.month // 12
    mistakes.no_such_month(sheet, rng, defects, f"{year}-13", 2)
    mistakes.wages_in_words(sheet, rng, defects, "wage_yuan", 4)
    mistakes.codes_mistyped(sheet, rng, defects, 0.0001)


def hire_spells(world, month: int) -> np.ndarray:
    """Spells that employers report as begun, or as ended, in a month."""
    s = world.spells
    begin, end = dates.first_day(month), dates.last_day(month)
    begun = (s.start >= begin) & (s.start <= end) & world.reported
    ended = (s.end >= begin) & (s.end <= end) & (np.arange(len(s)) % 2 == 0) & (world.holder_row[s.person] >= 0)
    rows = np.flatnonzero(begun | ended)
    if not len(rows) and month == world.last:  # in a very small city the year's last report repeats the newest
        rows = np.flatnonzero(s.start <= end)[np.argsort(s.start[s.start <= end], kind="stable")[-1:]]
    return rows


def hire_rows(world, rng, month: int, county: int) -> Sheet:
    s = world.spells
    rows = hire_spells(world, month)
    where = np.where(s.unit[rows] >= 0, world.units.county[s.unit[rows]], world.people.county[s.person[rows]])
    rows = rows[where == county]
    who = s.person[rows]
    columns = person_columns(world, who) | _spell_columns(world, rows, dates.last_day(month))
    end = s.end[rows]
    over = end <= dates.last_day(month)
    why = np.array(("个人原因", "因病离岗", "单位裁减"), object)[who % 3]
    why = np.where(world.dies[who] <= end + 1, "死亡", np.where(s.until[rows] == end, "合同到期", why))
    channels = np.array(CHANNELS, object)
    columns |= {
        "certificate_no": certificate_numbers(world, month, who),
        "phone": phone_of(world, who),
        "form": _words(FINE, s.form[rows]),
        "post": np.array(
            [
                world.acted.posts.get(int(row)) or usual
                for row, usual in zip(rows, _usual_posts(world, rows), strict=True)
            ],
            object,
        ),
        "channel": channels[s.person[rows] % len(channels)],
        "remark": np.where(over, why, None),
    }
    return Sheet("hires", month, "", columns, who)


def _usual_posts(world, rows: np.ndarray) -> np.ndarray:
    at_home = np.isin(rows, list(world.acted.remote))
    return np.where(at_home, "数据标注员（居家远程）", np.array(POSTS, object)[world.spells.person[rows] % len(POSTS)])


def _hire_touch(sheet, rng, defects, layout) -> None:
    if len(sheet) < 4:
        return
    if layout.days == "slash":
        days = dates.ymd(sheet.columns["started_on"].values)
        sheet.days_swapped = np.flatnonzero((days[2] <= 12) & (days[1] != days[2]) & (rng.random(len(sheet)) < 0.03))
        defects.add(sheet.days_swapped, "day_and_month_swapped")
    mistakes.wages_in_words(sheet, rng, defects, "wage_yuan", 1)


def recruit_spells(world, month: int, civil: bool) -> np.ndarray:
    s = world.spells
    form = 11 if civil else 12
    first = dates.first_day(world.opening + 1) if civil else dates.first_day(month)
    return np.flatnonzero(
        (s.form == form) & (s.start >= first) & (s.start <= dates.last_day(month)) & (s.person % 10 > 0)
    )


def recruit_rows(world, rng, month: int, civil: bool) -> Sheet:
    """New civil servants (once), new staff of institutions (monthly): mostly persons without a certificate."""
    s, u, jobs = world.spells, world.units, world.jobs
    rows = recruit_spells(world, month, civil)
    kind = units.ORGAN if civil else units.INSTITUTION
    there = np.flatnonzero((u.kind[jobs.unit] == kind) & (jobs.last > month))
    new = there[jobs.first[there] == month]
    if len(new) < 6:
        new = np.unique(np.concatenate([new, rng.choice(there, min(6, len(there)), replace=False)]))
    who, unit = np.concatenate([s.person[rows], jobs.person[new]]), np.concatenate([s.unit[rows], jobs.unit[new]])
    begin = dates.first_day(month) + rng.integers(0, 20, len(new))
    columns = person_columns(world, who) | {
        "unit_name": u.name[unit],
        "unit_code": u.code[unit],
        "hired_on": Days(np.concatenate([s.start[rows], begin])),
        "channel": np.full(len(who), "公开招录" if civil else "公开招聘", object),
        "post": np.full(len(who), "一级科员" if civil else "专业技术岗位", object),
        "person_kind": np.full(len(who), "公务员" if civil else "事业单位工作人员", object),
    }
    return Sheet("recruitment", month, "", columns, who)
