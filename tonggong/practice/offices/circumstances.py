"""Who is registered as unemployed with the labour office, and whose household the countryside watches."""

import numpy as np

from tonggong.practice import dates
from tonggong.practice.dates import OPEN
from tonggong.practice.offices import styles
from tonggong.practice.offices.delivery import Delivery
from tonggong.practice.offices.labour import certificate_numbers
from tonggong.practice.offices.registers import person_columns, phone_of
from tonggong.practice.people import CHILD, HEAD, PARENT
from tonggong.practice.sheets import Days, Sheet

QUARTER = 3


def deliveries(world) -> list[Delivery]:
    found = []
    for month in world.months:
        rows = lambda w, rng, month=month: unemployed_rows(w, month)  # noqa: E731
        found.append(Delivery("registered-unemployed", month, "市人社局就业科", styles.registered_unemployed(), rows))
        if (month - world.opening) % QUARTER == 0:
            rows = lambda w, rng, month=month: watched_rows(w, rng, month)  # noqa: E731
            found.append(Delivery("monitoring", month, "市农业农村局", styles.monitoring(), rows))
    return found


def unemployed_rows(world, month: int) -> Sheet:
    """At the opening all who are registered, later whoever came or went in the month."""
    s = world.standing
    begin, end = dates.first_day(month), dates.last_day(month)
    came, went = s.registered, s.ceased
    if month == world.opening:
        who = np.flatnonzero((came <= end) & (went > end))
    else:
        who = np.flatnonzero(((came >= begin) & (came <= end)) | ((went >= begin) & (went <= end)))
    over = went[who] <= end
    columns = person_columns(world, who) | {
        "phone": phone_of(world, who),
        "registered_on": Days(came[who]),
        "ended_on": Days(np.where(over, went[who], OPEN)),
        "reason": np.where(over, s.ceased_why[who], None),
    }
    return Sheet("registered-unemployed", month, "", columns, who)


def watched_rows(world, rng, month: int) -> Sheet:
    """Every member of every household watched by then; each quarter the whole list again."""
    w, p = world.standing.families.watched, world.people
    day = dates.last_day(month)
    mine = np.flatnonzero(w.since[w.row] <= day)
    who, row = w.person[mine], w.row[mine]
    gone = w.gone[row] <= day
    head = np.full(int(p.household.max()) + 2, -1)
    heads = np.flatnonzero((p.household >= 0) & (p.relation == HEAD))
    head[p.household[heads]] = heads
    first = head[w.household[row]]
    child, parent = np.where(p.sex[who] == 1, "子", "女"), np.where(p.sex[who] == 1, "父亲", "母亲")
    relation = np.select(
        [p.relation[who] == HEAD, p.relation[who] == CHILD, p.relation[who] == PARENT], ["户主", child, parent], "配偶"
    )
    holder = world.holder_row[who] >= 0
    columns = person_columns(world, who) | {
        "household_no": np.array([f"2111{k:08d}" for k in (w.household[row] + 310001).tolist()], object),
        "head": np.where(first >= 0, p.name[np.maximum(first, 0)], None),
        "village": np.array(
            [f"{name.rstrip('镇乡街道')}第{k % 9 + 1}村" for name, k in _places(world, who, w.household[row])], object
        ),
        "kind": w.kind[row],
        "since": Days(w.since[row]),
        "risk": w.risk[row],
        "risk_gone": np.where(gone, "是", "否").astype(object),
        "gone_on": Days(np.where(gone, w.gone[row], OPEN)),
        "relation": relation.astype(object),
        "certificate_no": certificate_numbers(world, month, who),
        "health": np.where(holder, "残疾", np.where(rng.random(len(who)) < 0.1, "长期慢性病", "健康")).astype(object),
        "skill": w.skill[mine],
        "work_region": w.region[mine],
        "work_months": np.where(w.months[mine] > 0, w.months[mine], None),
        "post": w.post[mine],
        "post_months": np.where(w.post_months[mine] > 0, w.post_months[mine], None),
    }
    return Sheet("monitoring", month, "", columns, who)


def _places(world, who: np.ndarray, household: np.ndarray):
    return zip(np.array(world.places.town_names, object)[world.people.town[who]], household.tolist(), strict=True)
