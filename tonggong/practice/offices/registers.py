"""The registers: certificates, military certificates, households, injured workers, businesses, establishment."""

import numpy as np

from tonggong.practice import certificates, dates, people, units
from tonggong.practice.dates import OPEN
from tonggong.practice.offices import styles
from tonggong.practice.offices.delivery import Delivery
from tonggong.practice.sheets import Days, Sheet

SEXES = np.array(["", "男", "女"], object)
TENTHS = np.array("一级 二级 三级 四级 五级 六级 七级 八级 九级 十级".split(), object)


def person_columns(world, who: np.ndarray) -> dict:
    """What offices write of persons, by canonical field."""
    p = world.people
    return {
        "name": p.name[who],
        "citizen_id": p.number[who],
        "sex": SEXES[p.sex[who]],
        "born_on": Days(p.birth[who]),
    } | _home(world, p.county[who], p.town[who])


def _home(world, county: np.ndarray, town: np.ndarray) -> dict:
    return {
        "county": np.array(world.places.county_names, object)[county],
        "township": np.array(world.places.town_names, object)[town],
    }


def phone_of(world, who: np.ndarray) -> np.ndarray:
    """Phones as text; of some families one phone stands for several, and for an agency's cohort the agent's."""
    theirs = np.array([world.written_phone.get(w, w) for w in who.tolist()], np.int64) if len(who) else who
    return people.text_of(world.people.phone[theirs])


def household_numbers(household: np.ndarray) -> np.ndarray:
    return np.array([f"H{number}" for number in (household + 2110000001).tolist()], object)


def deliveries(world) -> list[Delivery]:
    opening, found = world.opening, []
    for c, county in enumerate(world.places.county_names):
        for month in world.months:
            rows = lambda w, rng, month=month, c=c: certificate_rows(w, month, c)  # noqa: E731
            found.append(
                Delivery(
                    "certificates",
                    month,
                    f"{county}残联",
                    styles.certificates(county, c),
                    rows,
                    named=True,
                    last_touch=_birth_swapped,
                    weight=len(world.holder.person) // 4 if month == opening else 1,
                )
            )
    office = "市退役军人事务局"
    found.append(Delivery("military-certificates", opening, office, styles.military(), military_rows))
    for month in world.months:
        rows = lambda w, rng, month=month: household_rows(w, rng, month)  # noqa: E731
        found.append(
            Delivery(
                "households",
                month,
                "市民政局",
                styles.households(),
                rows,
                weight=len(world.people) // 4 if month == opening else 1,
            )
        )
        rows = lambda w, rng, month=month: business_rows(w, rng, month)  # noqa: E731
        found.append(
            Delivery(
                "businesses",
                month,
                "市市场监管局",
                styles.businesses(),
                rows,
                weight=len(world.units) if month == opening else 1,
            )
        )
    found.append(Delivery("injured-workers", opening, "市人社局工伤保险科", styles.injured(), injured_rows))
    found.append(Delivery("establishment", opening, "市委编办", styles.establishment(), establishment_rows))
    return found


def _birth_swapped(sheet: Sheet, rng, defects, layout) -> None:
    """Some clerks write the month where the day belongs."""
    if layout.days == "slash" and len(sheet) > 10:
        _, month, day = dates.ymd(sheet.columns["issued_on"].values)
        open_to = np.flatnonzero((day <= 12) & (day != month))
        count = min(len(open_to), max(1, len(sheet) // 400))
        sheet.days_swapped = np.sort(rng.choice(open_to, count, replace=False))
        defects.add(sheet.days_swapped, "day_and_month_swapped")


def certificate_rows(world, month: int, county: int) -> Sheet:
    """The full registry of a county at the opening, later what is new or changed."""
    register = world.registers[month]
    mine = np.flatnonzero(register.touched & (register.county == county))
    who = register.person[mine]
    columns = person_columns(world, who) | _home(world, register.county[mine], register.town[mine])
    relative = world.relative[who]
    minor = (relative >= 0) & (
        (dates.last_day(month) - world.people.birth[who] < 18 * 365)
        | (np.isin(register.category[mine], (5, 6)) & (register.grade[mine] <= 2))
    )
    columns |= {
        "certificate_no": register.numbers(world.people.number)[mine],
        "category": np.array([c + ("残疾" if county % 2 else "") for c in ("", *certificates.CATEGORIES)], object)[
            register.category[mine]
        ],
        "grade": np.array(("", *certificates.GRADES), object)[register.grade[mine]],
        "issued_on": Days(register.issued[mine]),
        "valid_until": Days(register.valid_until[mine]),
        "status": np.array(certificates.STATUSES, object)[register.status[mine]],
        "status_on": Days(register.status_on[mine]),
        "phone": phone_of(world, who),
        "guardian": np.where(minor, world.people.name[np.maximum(relative, 0)], None),
        "nation": np.where(np.arange(len(who)) % 9 == 0, "满族", "汉族").astype(object),
    }
    sheet = Sheet("certificates", month, "", columns, who)
    return _with_twins(world, sheet, mine) if month == world.opening else sheet


def _with_twins(world, sheet: Sheet, mine: np.ndarray) -> Sheet:
    """Persons entered a second time under another number."""
    place = {int(row): n for n, row in enumerate(mine)}
    twins = [(place[t.holder], t.number) for t in world.twins if t.holder in place]
    if not twins:
        return sheet
    at = np.array([n for n, _ in twins])
    sheet = sheet.take(np.concatenate([np.arange(len(sheet)), at]))
    first = len(sheet) - len(twins)
    for k, (_, number) in enumerate(twins):
        sheet.columns["citizen_id"][first + k] = number
        own = sheet.columns["certificate_no"][first + k]
        sheet.columns["certificate_no"][first + k] = (number + own[18:20]) if len(number) == 18 else own
    sheet.people[first:] = -1  # no further mistake in a number that is one already
    return sheet


def military_rows(world, rng) -> Sheet:
    who = world.groups["military"]
    n = len(who)
    columns = person_columns(world, who) | {
        "military_no": np.array([f"辽军{210000 + k * 7 % 90000:06d}" for k in range(n)], object),
        "grade": TENTHS[rng.choice(10, n, p=(0.02, 0.02, 0.03, 0.05, 0.1, 0.15, 0.18, 0.2, 0.15, 0.1))],
        "issued_on": Days(dates.first_day(world.opening) - rng.integers(300, 9000, n)),
        "status": np.where(rng.random(n) < 0.97, "有效", "注销").astype(object),
        "phone": phone_of(world, who),
    }
    return Sheet("military-certificates", world.opening, "", columns, who)


def household_rows(world, rng, month: int) -> Sheet:
    """All households with a certificate holder; later those to which somebody married."""
    p = world.people
    if month == world.opening:
        who = np.flatnonzero(p.household >= 0)
        relation, household = p.relation[who], p.household[who]
        return _household_sheet(world, month, who, relation, household)
    alone = np.flatnonzero(
        (p.household >= 0)
        & (p.relation == people.HEAD)
        & (world.dies >= OPEN)
        & (world.relative < 0)
        & (p.birth < dates.day("2000-01-01"))
        & (p.birth > dates.day("1968-01-01"))
    )
    spouses = world.groups["spouses"]
    third = len(spouses) // 3
    mine = spouses[(month - world.opening - 1) * third : (month - world.opening) * third]
    head = np.random.default_rng([world.seed, 31]).permutation(alone)[
        (month - world.opening - 1) * third : (month - world.opening) * third
    ]
    mine = mine[: len(head)]
    who = np.stack([head, mine], 1).reshape(-1)
    relation = np.tile([people.HEAD, people.SPOUSE], len(head))
    return _household_sheet(world, month, who, relation, np.repeat(p.household[head], 2))


def _household_sheet(world, month, who, relation, household) -> Sheet:
    p = world.people
    child = np.where(p.sex[who] == 1, "子", "女")
    parent = np.where(p.sex[who] == 1, "父亲", "母亲")
    head = np.full(int(p.household.max()) + 1, 0)
    heads = np.flatnonzero((p.household >= 0) & (p.relation == people.HEAD))
    head[p.household[heads]] = heads
    first = head[household]
    columns = person_columns(world, who) | _home(world, p.county[first], p.town[first])
    columns |= {
        "household_no": household_numbers(household),
        "relation": np.select(
            [relation == people.HEAD, relation == people.SPOUSE, relation == people.CHILD],
            ["户主", "配偶", child],
            parent,
        ).astype(object),
        "hukou_kind": np.where(world.places.rural[p.town[first]], "农业", "非农业").astype(object),
    }
    return Sheet("households", month, "", columns, who)


def injured_rows(world, rng) -> Sheet:
    who = np.unique(world.groups["injured"])
    s = world.spells
    order = np.argsort(s.start, kind="stable")
    open_rows = order[np.isin(s.person[order], who) & (s.unit[order] >= 0) & (s.end[order] >= OPEN)]
    unit = {int(s.person[r]): int(s.unit[r]) for r in open_rows}
    at = np.array([unit[int(w)] for w in who], np.int64)
    hurt = dates.first_day(world.opening) - rng.integers(200, 2500, len(who))
    columns = person_columns(world, who) | {
        "unit_name": world.units.former[at],
        "unit_code": world.units.code[at],
        "injured_on": Days(hurt),
        "grade": TENTHS[np.minimum(rng.integers(4, 12, len(who)), 9)],
        "concluded_on": Days(hurt + rng.integers(60, 190, len(who))),
        "phone": phone_of(world, who),
    }
    return Sheet("injured-workers", world.opening, "", columns, who)


def business_rows(world, rng, month: int) -> Sheet:
    """Everything registered with the market office; later the new names, and a few closed."""
    u = world.units
    listed = np.flatnonzero(np.isin(u.kind, (units.SOE, units.FIRM, units.INDIVIDUAL, units.COOPERATIVE)))
    now = listed if month == world.opening else listed[u.renamed_in[listed] == month]
    closed = np.zeros(len(now), bool)
    if month > world.opening:
        used = np.bincount(world.spells.unit[world.spells.unit >= 0], minlength=len(u))
        small = listed[(u.staff[listed] <= 2) & (used[listed] == 0) & (u.renamed_in[listed] > world.last)]
        shut = np.sort(rng.choice(small, min(len(small), max(1, len(listed) // 600)), replace=False))
        acted = [unit for unit, when in world.acted.closes.items() if when + 1 == month]
        shut = np.unique(np.concatenate([shut, np.array(acted, np.int64)]))
        now, closed = np.concatenate([now, shut]), np.concatenate([closed, np.ones(len(shut), bool)])
    renamed = u.renamed_in[now] == month
    columns = {
        "unit_code": u.code[now],
        "unit_name": np.where(renamed, u.name[now], u.former[now]),
        "former_name": np.where(renamed, u.former[now], None),
        "kind": np.array(units.KIND_NAMES, object)[u.kind[now]],
        "industry": u.industry[now],
        "status": np.where(closed, "注销", "存续").astype(object),
        "registered_on": Days(u.registered[now]),
        "changed_on": Days(np.where(renamed | closed, dates.first_day(month) + rng.integers(0, 25, len(now)), OPEN)),
    } | _home(world, u.county[now], u.town[now])
    return Sheet("businesses", month, "", columns, np.full(len(now), -1))


def establishment_rows(world, rng) -> Sheet:
    u = world.units
    now = np.flatnonzero(np.isin(u.kind, (units.ORGAN, units.INSTITUTION, units.MASS)) & (u.role == units.ORDINARY))
    city = np.array([code[2:8] == world.places.city[:6] for code in u.code[now]])
    town = np.array([name.endswith(("办事处", "人民政府")) for name in u.name[now]])
    school = np.array([name.endswith(("小学", "中学", "幼儿园")) for name in u.name[now]])
    columns = {
        "unit_code": u.code[now],
        "unit_name": u.name[now],
        "unit_kind": np.where(
            u.kind[now] == units.ORGAN, "机关", np.where(u.kind[now] == units.MASS, "团体", "事业单位")
        ).astype(object),
        "level": np.where(city, "市级", np.where(town, "乡级", "县级")).astype(object),
        "posts": np.maximum(3, np.round(u.staff[now] * rng.uniform(0.9, 1.2, len(now)))).astype(np.int64),
        "as_of": Days(np.full(len(now), dates.last_day(world.opening))),
        "supervisor": np.where(school, "教育局", None),
        "is_school": np.where(school, "是", "否").astype(object),
        "is_member": np.where((u.kind[now] == units.ORGAN) & (rng.random(len(now)) < 0.3), "是", "否").astype(object),
    } | _home(world, u.county[now], u.town[now])
    return Sheet("establishment", world.opening, "", columns, np.full(len(now), -1))
