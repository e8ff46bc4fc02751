"""Units that employ: organs, institutions, firms, individual businesses, cooperatives, social bodies."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice import dates, numbers
from tonggong.practice.places import Places

ORGAN, INSTITUTION, MASS, SOE, FIRM, INDIVIDUAL, COOPERATIVE, SOCIAL = range(8)
USCC_START = ("11", "12", "13", "91", "91", "92", "93", "52")
KIND_NAMES = ("机关", "事业单位", "团体", "国有企业", "企业", "个体工商户", "农民专业合作社", "社会服务机构")
# Share of all units, and the median and spread of the number of staff.
MAKE_UP = {
    ORGAN: (0.024, 38, 0.6),
    INSTITUTION: (0.055, 45, 0.9),
    MASS: (0.006, 9, 0.4),
    SOE: (0.02, 220, 0.9),
    FIRM: (0.71, 14, 1.25),
    INDIVIDUAL: (0.12, 3, 0.6),
    COOPERATIVE: (0.035, 5, 0.6),
    SOCIAL: (0.03, 9, 0.8),
}
ORDINARY, DISPATCH, CONCENTRATED, MASSAGE, SHELTERED, VILLAGE = range(6)
COUNTY_SHARE = (0.17, 0.33, 0.26, 0.24)  # of staff, as far as the city has four counties

BUREAUS = (
    "发展和改革 教育 科学技术 工业和信息化 民政 司法 财政 人力资源和社会保障 自然资源 生态环境 住房和城乡建设 交通运输 水利 农业农村 商务 文化旅游和广播电视 卫生健康 "
    "退役军人事务 应急管理 审计 市场监督管理 统计 医疗保障 信访 营商环境建设 公安 体育"
).split()
SERVICES = "事务服务 就业和人才服务 社会保险 公共资源交易 农业综合服务 档案 疾病预防控制 不动产登记 园林绿化 环境监测 水利工程质量 检验检测 殡葬服务 文化馆 图书馆".split()
FIRST = "辰宏瑞盛泰恒润鑫嘉海天华中新远达博亿佳金龙凯鼎信诚合正旺祥永丰德隆昌顺通源兴锦宇航誉卓越启明朗晟煜腾捷汇众联创优尚品和谐美凌云飞"
SECOND = "兴达源泰盛丰和诚昌隆业腾益旺顺康安宁辉煌程展望途峰川海洋江河湖林森岩石玉宝光华荣耀方圆信义德馨雅致远航帆舟桥路基业成功立强"
TRADES = {
    "C": "石油装备 石化 防水材料 机械制造 米业 食品加工 塑业 化工 服装 印刷 木业 金属制品 电气 新材料 水产食品".split(),
    "E": "建筑工程 装饰工程 市政工程 防腐工程".split(),
    "F": "商贸 物资 医药 粮油贸易 建材 汽车销售 电子商务".split(),
    "G": "物流 运输 仓储".split(),
    "H": "餐饮管理 酒店".split(),
    "I": "信息技术 软件 网络科技".split(),
    "K": "物业服务 房地产开发".split(),
    "L": "企业管理 广告 租赁".split(),
    "M": "技术服务 工程咨询 检测技术".split(),
    "N": "环保科技 园林绿化".split(),
    "O": "家政服务 汽车维修 保洁服务".split(),
    "Q": "康复器材 养老服务 医疗器械".split(),
    "R": "文化传媒 文旅".split(),
}


@dataclass
class Units:
    """One row a unit; `county` and `town` are positions, `staff` heads wanted."""

    code: np.ndarray
    name: np.ndarray
    former: np.ndarray  # name before, where the unit was renamed in the months the files show
    renamed_in: np.ndarray  # month, or a very late one
    kind: np.ndarray
    role: np.ndarray
    county: np.ndarray
    town: np.ndarray
    staff: np.ndarray
    industry: np.ndarray
    registered: np.ndarray
    pay: np.ndarray  # yuan a month, what the unit pays on average

    def __len__(self) -> int:
        return len(self.code)

    def names_in(self, month: int, delay: int = 0) -> np.ndarray:
        """The names an office uses in a month, which learns of a new name some months late."""
        return np.where(self.renamed_in + delay <= month, self.name, self.former)


def make_units(rng: np.random.Generator, count: int, staff: int, places: Places, months: range) -> Units:
    kind = np.concatenate([np.full(max(6, round(count * share)), k) for k, (share, _, _) in MAKE_UP.items()])
    n = len(kind)
    role = np.zeros(n, np.int8)
    for wanted, of_kind, share in (
        (DISPATCH, FIRM, 0.0018),
        (CONCENTRATED, FIRM, 0.0018),
        (MASSAGE, INDIVIDUAL, 0.0025),
        (SHELTERED, SOCIAL, 0.0035),
        (VILLAGE, ORGAN, 0.006),
    ):
        free = np.flatnonzero((kind == of_kind) & (role == ORDINARY))
        role[rng.choice(free, min(len(free) - 2, max(2, round(n * share))), replace=False)] = wanted
    shares = np.array(COUNTY_SHARE if len(places.counties) == 4 else [1 / len(places.counties)] * len(places.counties))
    county = rng.choice(len(places.counties), n, p=shares)
    town = np.zeros(n, np.int64)
    for c in range(len(places.counties)):
        rows = np.flatnonzero(county == c)
        weights = np.where(np.array([places.towns[t].endswith("400000") for t in places.towns_of(c)]), 0.15, 1.0)
        town[rows] = rng.choice(places.towns_of(c), len(rows), p=weights / weights.sum())
    median, spread = (np.array([MAKE_UP[k][at] for k in range(8)], float)[kind] for at in (1, 2))
    weight = rng.lognormal(np.log(median), spread)
    weight = np.where(role == DISPATCH, 150, np.where(role == CONCENTRATED, 40, weight))
    wanted_staff = np.zeros(n, np.int64)
    for c, share in enumerate(shares):
        rows = np.flatnonzero(county == c)
        wanted_staff[rows] = np.maximum(1, np.round(weight[rows] / weight[rows].sum() * share * staff))
    city_level = (
        (rng.random(n) < 0.7) & (kind <= MASS) & (role == ORDINARY) & (county == min(1, len(places.counties) - 1))
    )
    industry = np.array(["" for _ in range(n)], object)
    name = _names(rng, kind, role, county, town, city_level, places, industry)
    divisions = [places.city[:6] if top else places.counties[c][:6] for top, c in zip(city_level, county, strict=True)]
    codes = numbers.uscc(rng, [USCC_START[k] for k in kind], divisions)
    renamed = rng.random(n) < np.where(kind >= SOE, 0.006, 0.0)
    renamed[rng.choice(np.flatnonzero((kind == FIRM) & (wanted_staff > 8)), 2, replace=False)] = True
    former = name.copy()
    former[renamed] = [_another_name(rng, text) for text in name[renamed]]
    return Units(
        code=codes,
        name=name,
        former=former,
        renamed_in=np.where(renamed, rng.choice(np.array(months), n), 10**6),
        kind=kind,
        role=role,
        county=county,
        town=town,
        staff=wanted_staff,
        industry=industry,
        registered=rng.integers(dates.day("1996-01-01"), dates.day("2021-06-30"), n),
        pay=np.exp(rng.normal(np.log(np.where(kind == SOE, 6300, np.where(kind <= MASS, 5600, 4100))), 0.22)),
    )


def _another_name(rng: np.random.Generator, name: str) -> str:
    return name[:2] + FIRST[rng.integers(len(FIRST))] + SECOND[rng.integers(len(SECOND))] + name[4:]


def _names(rng, kind, role, county, town, city_level, places: Places, industry) -> np.ndarray:
    made, seen = np.empty(len(kind), object), set()
    city = places.city_name
    sections = list(TRADES)
    for n in range(len(kind)):
        where = city if city_level[n] else places.county_names[county[n]]
        place = places.town_names[town[n]]
        for attempt in range(1000):
            name, section = _name(rng, kind[n], role[n], where, place, city, sections, attempt)
            if name not in seen:
                break
        seen.add(name)
        made[n], industry[n] = name, section
    return made


def _pick(rng, options):
    return options[int(rng.integers(len(options)))]


def _name(rng, kind, role, where, place, city, sections, attempt) -> tuple[str, str]:
    """A name and the industry section it belongs to."""
    short = city.removesuffix("市")
    mark = _pick(rng, FIRST) + _pick(rng, SECOND)
    if role == VILLAGE:
        return f"{where if attempt > 3 else ''}{place}{mark}村民委员会", "S"
    if role == SHELTERED:
        return f"{where}{mark}残疾人{_pick(rng, ('辅助性就业中心', '之家', '阳光家园'))}", "Q"
    if role == MASSAGE:
        return f"{where}{mark}盲人保健按摩{_pick(rng, ('院', '店', '中心'))}", "O"
    if role == DISPATCH:
        return f"{short}{mark}人力资源服务有限公司", "L"
    if role == CONCENTRATED:
        return f"{short}{mark}福利{_pick(rng, ('包装', '塑料制品', '印刷', '服装'))}有限公司", "C"
    if kind == ORGAN:
        if attempt < 2:
            return f"{where}{_pick(rng, BUREAUS)}局", "S"
        if attempt < 4:
            return (f"{place}办事处" if place.endswith("街道") else f"{place}人民政府"), "S"
        return (
            f"{where}{_pick(rng, BUREAUS)}局{_pick(rng, ('综合行政执法队', '机关服务处', place + '分局', place + '所'))}",
            "S",
        )
    if kind == INSTITUTION:
        kinds = (
            (f"{where}第{_pick(rng, '一二三四五六七八九')}{_pick(rng, ('小学', '中学', '初级中学', '幼儿园'))}", "P"),
            (f"{place}{_pick(rng, ('中心小学', '初级中学', '中心幼儿园'))}", "P"),
            (f"{place}{_pick(rng, ('卫生院', '社区卫生服务中心'))}", "Q"),
            (f"{where}{_pick(rng, SERVICES)}中心", "S"),
            (f"{where}{mark}{_pick(rng, ('医院', '学校', '研究所', '服务中心'))}", "S"),
        )
        return kinds[4] if attempt > 5 else _pick(rng, kinds)
    if kind == MASS:
        return (
            f"{where}{_pick(rng, ('总工会', '妇女联合会', '残疾人联合会', '科学技术协会', '文学艺术界联合会'))}{place if attempt > 4 else ''}",
            "S",
        )
    if kind == SOCIAL:
        return f"{where}{mark}{_pick(rng, ('养老院', '幼儿园', '培训学校', '社会工作服务中心', '康复中心'))}", "Q"
    if kind == COOPERATIVE:
        return f"{where}{mark}{_pick(rng, ('水稻', '河蟹', '蔬菜', '农机', '养殖'))}专业合作社", "A"
    section = _pick(rng, sections)
    trade = _pick(rng, TRADES[section])
    if kind == INDIVIDUAL:
        return (
            f"{where}{mark}{_pick(rng, ('小吃店', '超市', '维修部', '美发店', '服装店', '五金店', '饭店', '水果店'))}",
            _pick(rng, "FHO"),
        )
    if kind == SOE:
        return f"{short}{mark}{trade}{_pick(rng, ('集团有限公司', '有限责任公司', '股份有限公司'))}", section
    return f"{short}{mark}{trade}{_pick(rng, ('有限公司', '有限公司', '有限责任公司'))}", section
