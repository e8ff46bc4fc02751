"""The four files of the special channels as their offices write them, for the tests of reliefs."""

from tests.domain import month_files

HEADS = {
    "service-points": "服务点类型,网点名称,详细地址,建设单位,建成日期,岗位总数,预留残疾人岗位,县区,乡镇街道",
    "fee-reliefs": "姓名,身份证号,减免种类,摊位地址,减免前(元/月),减免后(元/月),减免起日,减免止日,减免月数,费用承担单位,复核日期,县区",
    "tobacco-licences": "受理编号,姓名,身份证号,经营场所,受理日期,办结日期,审批结果,放宽内容,规定间距(米),放宽后间距(米),有效期至",
    "lottery-rounds": "发行机构,征召批次,公示日期,报名人数,报名残疾人数,选中人数,选中残疾人数,优先方式,姓名,身份证号,是否入选,合同到期日,县区",
}
SENDERS = {
    "service-points": "市邮政管理局", "fee-reliefs": "市邮政管理局", "tobacco-licences": "市烟草专卖局", "lottery-rounds": "市民政局",
}  # fmt: skip
month_files.HEADS.update(HEADS)


def tell(city, month: str, feed: str, *rows: list, sender: str = ""):
    """Send a file of a channel and compare its month."""
    taken = city.send(feed, month, list(rows), sender=sender or SENDERS[feed])
    city.compare(month)
    return taken


def point(n: int, reserved: int = 0, posts: int = 1, built: str = "2024-05-10", county: str = "兴隆台区", **_) -> list:
    return ["邮政报刊零售亭", f"第{n}号亭", f"石油大街{n}号", "盘锦邮政", built, posts, reserved, county, ""]


def fee(
    city, n: int, before="800", after="400", start="2024-01-01", end="2024-12-31", count="12", review="2024-11-30"
) -> list:
    number, name = city.people[n]
    return [
        name,
        number,
        "摊位费减收",
        "兴隆农贸市场3号摊",
        before,
        after,
        start,
        end,
        count,
        "市场公司",
        review,
        "兴隆台区",
    ]


def licence(city, n: int, number: str, result="准予", relaxed="间距", applied="2024-03-01", decided="2024-03-15", until="2029-03-14") -> list:  # fmt: skip
    citizen_id, name = city.people[n]
    wide = ("50米", "30米") if relaxed == "间距" else ("", "")
    return [number, name, citizen_id, "石油大街8号", applied, decided, result, relaxed, *wide, until]


def lottery(city, n: int | None, taken="是", numbers=(40, 5, 13, 3), title="2024年第一批") -> list:
    citizen_id, name = city.people[n] if n is not None else ("", "")
    chosen = taken if n is not None else ""
    return [
        "福彩中心",
        title,
        "2024-06-20",
        *numbers,
        "同等条件优先",
        name,
        citizen_id,
        chosen,
        "2026-06-19",
        "兴隆台区",
    ]
