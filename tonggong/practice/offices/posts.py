"""What the personnel office knows of posts: what organs, institutions and firms offer, with the conditions that units write."""

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.offices import styles
from tonggong.practice.offices.delivery import Delivery
from tonggong.practice.sheets import Days, Sheet

MANY = 42
# Title, kind of work as the office writes it, duties, what makes it fit.
WORK = (
    ("档案管理员", "文员、档案", "整理、扫描、借还档案", "放大屏（320元）"), ("综合窗口", "窗口、前台", "接待来访，收件登记", "坡道"),
    ("数据录入员", "数据录入、标注", "录入、核对表格", "读屏软件（450元）；可居家办公"), ("包装工", "包装、分拣", "分拣、贴标、装箱", "坐站两用凳（180元）"),
    ("仓库管理员", "仓库、理货", "收发货物，盘点", ""), ("保洁员", "保洁、绿化", "打扫楼道和院子", "错峰上班"),
    ("客服专员", "客服、话务", "接听来电，回复消息", "文字客服岗可选"), ("装配工", "装配、缝纫", "装配小件，检查外观", "工位调高（600元）"),
)  # fmt: skip
PLAIN = (
    "大专以上学历",
    "高中以上",
    "会用办公软件",
    "能适应倒班",
    "有相关经验优先",
    "年满18周岁",
    "持残疾人证",
    "视力残疾人优先",
)
ODD = (
    "双目裸眼4.8",
    "身体健康",
    "有C1驾照",
    "身高1.60米以上",
    "五官端正",
    "35周岁以下",
    "本市户籍",
    "限健全人",
    "无色盲色弱",
    "口齿清楚",
)


def deliveries(world) -> list[Delivery]:
    """One file in the last month, of the city's personnel office."""
    return [Delivery("posts", world.last, "市人社局", styles.posts(), post_rows, weight=1)]


def post_rows(world, rng) -> Sheet:
    """Posts of some units; about every fourth has a condition that will be questioned, and one row names no place at all."""
    u, chance = world.units, world.rng("posts")
    public = np.flatnonzero(np.isin(u.kind, (units.ORGAN, units.INSTITUTION)) & (u.role == units.ORDINARY))
    firms = np.flatnonzero(np.isin(u.kind, (units.SOE, units.FIRM)) & (u.staff >= 20))
    half = min(MANY // 2, len(public))
    some = [chance.permutation(public)[:half], chance.permutation(firms)[: MANY - half]]
    who = np.concatenate(some)
    n = len(who)
    what, asks = chance.integers(0, len(WORK), n), chance.integers(0, len(PLAIN), n)
    odd = np.arange(n) % 4 == 1
    conditions = [f"{PLAIN[a]}；{ODD[k // 4 % len(ODD)]}" if odd[k] else PLAIN[a] for k, a in enumerate(asks)]
    low = 2_000 + 100 * chance.integers(3, 25, n)
    first = dates.first_day(world.last) + chance.integers(0, 12, n)
    town = np.array(world.places.town_names, object)[u.town[who]]
    phone = [f"打 0427-28{number:05d}，也能发短信" for number in chance.integers(0, 99_999, n)]
    columns = {
        "unit_code": u.code[who], "unit_name": u.name[who],
        "title": np.array([WORK[k][0] for k in what], object), "occupation": np.array([WORK[k][1] for k in what], object),
        "places": np.array([("若干" if k == n - 1 else f"{1 + k % 3}") for k in range(n)], object),
        "is_reserved": np.where(np.arange(n) % 5 < 4, "专设", "否").astype(object),
        "workplace": town, "county": np.array(world.places.county_names, object)[u.county[who]], "township": town,
        "hours": np.full(n, "每周5天，8:30—17:00", object), "pay_from_yuan": low, "pay_to_yuan": low + 100 * chance.integers(0, 20, n),
        "duties": np.array([WORK[k][2] for k in what], object), "conditions": np.array(conditions, object),
        "helps": np.array([WORK[k][3] or None for k in what], object), "apply_how": np.array(phone, object),
        "open_from": Days(first), "open_until": Days(first + 75),
    }  # fmt: skip
    return Sheet("posts", world.last, "", columns, np.full(n, -1))
