"""From what was sent to an `Entry`: every wrong field is named at once, nothing unknown is passed over."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.installation.services import current
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import (
    Communication,
    Condition,
    Confirmed,
    ConsentPurpose,
    Method,
    NeedKind,
    NotEmployedReason,
    Present,
    ServiceKind,
    ServiceOutcome,
    VisitOutcome,
    Wish,
)
from tonggong.domain.casework.services.entry.parts import (
    Changed,
    EndSaid,
    Entry,
    KindSaid,
    NeedSaid,
    PromiseSaid,
    ServiceSaid,
    VerificationSaid,
    WorkSaid,
    Wrong,
)
from tonggong.domain.casework.services.entry.values import Part
from tonggong.rules.contacts import spoken
from tonggong.rules.forms import FORMS, NATIONAL

LARGEST = 64_000  # characters of an entry as JSON
TOP = {
    "key": "记录编号", "person": "走访对象", "started_at": "开始时间", "ended_at": "结束时间", "on": "走访日期", "method": "走访方式",
    "present": "谁在场", "communication": "沟通方式", "outcome": "走访结果", "offline": "离线填写", "seen": "填表时的台账",
    "changed": "有变化的", "verification": "信息核对", "work": "就业情况", "need": "就业需求", "services": "提供的服务",
    "promises": "答应的事", "consents": "本人同意", "papers": "材料", "satisfied": "满意程度", "words": "本人的话",
    "note": "走访记录", "next_on": "下次联系", "campaign_target": "专项行动",
}  # fmt: skip
SEEN = {"phone": "联系电话", "residence": "常住地", "work": "就业", "need": "需求"}
CHANGED = {"phone": "联系电话", "residence": "现住乡镇街道"}
VERIFICATION = {
    "confirmed": "核对了哪些", "is_employed": "现在有没有工作", "reason": "没有工作的原因", "wish": "就业意愿", "conditions": "有什么难处",
    "not_employed_since": "何时起没有工作", "sought_last_month": "上个月找过工作", "available_in_2_weeks": "两周内能上岗",
}  # fmt: skip
WORK = {
    "form": "就业形式",
    "unit_name": "在哪里做",
    "started_on": "哪天开始",
    "wage_yuan": "月收入",
    "ended": "结束的工作",
}
ENDED = {"spell": "哪份工作", "on": "哪天结束", "reason": "为什么结束"}
NEED = {
    "jobs": "想做的工作", "forms": "想要的就业形式", "distance_km": "最远多少公里", "hours_per_week": "每周几小时",
    "wage_yuan_from": "最低月工资", "at_home": "要在家做", "available_from": "哪天能上岗", "support": "需要的支持", "note": "说明",
    "kinds": "需要什么",
}  # fmt: skip
KIND = {"kind": "需要什么", "detail": "具体内容"}
SERVICE = {
    "kind": "服务类别", "content": "做了什么", "outcome": "服务结果", "need": "回应的需求", "meets": "需求解决了", "provider": "由谁提供",
}  # fmt: skip
PROMISE = {"text": "答应的事", "due_on": "什么时候办好", "kind": "类别"}


class EntryWrong(Exception):
    """An entry can't be taken in as it is; `wrongs` names each field and how to mend it."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        super().__init__("；".join(map(str, wrongs)))
        self.wrongs = wrongs


def figure(name: str, day: date) -> int:
    """Return a figure of the city that counts minutes or days."""
    city = current()
    return int(figures_on(day, city.city_code if city else "")[name].value)


def spoken_on(day: date) -> frozenset[int]:
    """Return the outcomes of a visit after which somebody was spoken with, as the city has them on a day."""
    city = current()
    return spoken(figures_on(day, city.city_code if city else ""))


def read_entry(data: Any, now: datetime) -> Entry:
    """Read what was sent.

    Args:
        data: as JSON gave it.
        now: the server's instant: what the device's clock is judged by.

    Raises:
        EntryWrong: with every wrong field.
    """
    wrong: list[Wrong] = []
    top = Part(data, TOP, "", wrong)
    if len(json.dumps(top.data, ensure_ascii=False, default=str)) > LARGEST:
        raise EntryWrong([Wrong("", "记录", "太长了，请把说明写短些，照片和录音单独上传")])
    key = top.uuid("key")
    person = top.whole("person", 1, 2**63 - 1, needed="缺少走访对象，请从名单里选人")
    started = top.instant("started_at", needed="缺少开始时间")
    offline = bool(top.yes("offline"))
    ended = top.instant("ended_at")
    on, is_wrong = _day_of(top, started, ended, now, offline)
    method = top.one_of("method", Method.choices, needed="请选怎么联系的：入户、电话、视频、窗口……")
    outcome = top.one_of("outcome", VisitOutcome.choices, needed="请选结果：见到、电话联系上、没有找到……")
    present = top.one_of("present", Present.choices)
    entry = {
        "communication": top.one_of("communication", Communication.choices),
        "seen": _seen(top),
        "changed": _changed(top),
        "verification": _verification(top, on),
        "work": _work(top, on),
        "need": _need(top),
        "services": tuple(_services(top)),
        "promises": tuple(_promises(top, on)),
        "consents": top.some_of("consents", ConsentPurpose.choices),
        "papers": _papers(top),
        "satisfied": top.whole("satisfied", 1, 5),
        "words": top.text("words", 2000),
        "note": top.text("note", 4000),
        "next_on": top.day("next_on"),
        "campaign_target": top.whole("campaign_target", 1, 2**63 - 1),
    }
    _together(top, entry, outcome, present, on)
    if wrong or key is None or person is None or started is None:
        raise EntryWrong(wrong)
    return Entry(
        key, person, started, ended, on, is_wrong, method, outcome, present=present, offline=offline, **entry
    )  # fmt: skip


def _day_of(
    top: Part, started: datetime | None, ended: datetime | None, now: datetime, offline: bool
) -> tuple[date, bool]:
    """Return the day the visit counts for, and whether the device's clock can't be right."""
    today = clock.day_of(now)
    ahead = timedelta(minutes=figure("visits.clock_ahead_minutes", today))
    behind = timedelta(days=figure("visits.clock_behind_days", today))
    said = top.day("on")
    is_wrong = started is not None and not now - behind <= started <= now + ahead
    if started is not None and ended is not None and ended < started:
        is_wrong = True
    if said is None:
        return (today if is_wrong or started is None else min(clock.day_of(started), today)), is_wrong
    if today - behind <= said <= today:
        return said, is_wrong
    if offline:  # typed where no server could object: kept, with the day of the receipt
        return today, True
    late = "不能晚于今天" if said > today else f"早了 {behind.days} 天以上"
    top.fault("on", f"{late}，请改成走访那一天")
    return today, True


def _seen(top: Part) -> dict[str, str]:
    if not top.has("seen"):
        return {}
    part = Part(top.data["seen"], SEEN, "seen.", top.wrong)
    return {key: part.text(key, 120) for key in SEEN if key in part.data}


def _changed(top: Part) -> Changed:
    if not top.has("changed"):
        return Changed()
    part = Part(top.data["changed"], CHANGED, "changed.", top.wrong)
    code = part.text("residence", 12)
    place = divisions.division(code) if code else None
    if code and (place is None or place.level != place.Level.TOWNSHIP):
        part.fault("residence", "不是乡镇街道，请从名单里选；外地的写在走访记录里")
    return Changed(part.phone("phone"), code or None)


def _verification(top: Part, on: date) -> VerificationSaid | None:
    if not top.has("verification"):
        return None
    part = Part(top.data["verification"], VERIFICATION, "verification.", top.wrong)
    confirmed = part.some_of("confirmed", Confirmed.choices)
    said = VerificationSaid(
        confirmed,
        part.yes("is_employed"),
        part.one_of("reason", NotEmployedReason.choices),
        part.one_of("wish", Wish.choices),
        part.some_of("conditions", Condition.choices),
        part.day("not_employed_since"),
        part.yes("sought_last_month"),
        part.yes("available_in_2_weeks"),
    )
    if not confirmed:
        part.fault("confirmed", "一项也没有核对，请逐项核对，或去掉信息核对")
    if "work" in confirmed and said.is_employed is None:
        part.fault("is_employed", "核对了就业状况，请选有工作或没有工作")
    if "wish" in confirmed and not said.wish:
        part.fault("wish", "核对了就业意愿，请选一种；问不清的选“说不清”")
    if "reason" in confirmed and said.is_employed is False and said.reason is None:
        part.fault("reason", "核对了未就业原因，请选一种")
    if said.is_employed and said.reason is not None:
        part.fault("reason", "有工作就不填没有工作的原因，请去掉一项")
    if said.not_employed_since and said.not_employed_since > on:
        part.fault("not_employed_since", "不能晚于走访那一天")
    return said


def _work(top: Part, on: date) -> WorkSaid | None:
    if not top.has("work"):
        return None
    part = Part(top.data["work"], WORK, "work.", top.wrong)
    ended = None
    if part.has("ended"):
        end = Part(part.data["ended"], ENDED, "work.ended.", top.wrong)
        spell = end.whole("spell", 1, 2**63 - 1, needed="请选是哪份工作结束了")
        day = end.day("on", needed="请写哪天结束，例如 2024-09-30")
        if day and day > on:
            end.fault("on", "不能晚于走访那一天；还没结束的不用填")
        reason = end.text("reason", 20)
        ended = EndSaid(spell, day, reason) if spell and day else None
    is_new = any(part.has(key) for key in ("form", "unit_name", "started_on", "wage_yuan"))
    form = part.text("form", 2, needed="请选就业形式" if is_new else "")
    if form and form not in FORMS:
        part.fault("form", f"没有“{form}”这种就业形式，请从名单里选")
    started_on = part.day("started_on", needed="请写哪天开始做的，例如 2024-09-30" if is_new else "")
    if started_on and started_on > on:
        part.fault("started_on", "不能晚于走访那一天；说好了还没上岗的，写在服务里")
    if not is_new and not part.has("ended"):
        part.fault("form", "请写新工作，或选哪份工作结束了")
    return WorkSaid(form, part.text("unit_name", 120), started_on, part.yuan("wage_yuan"), ended)


def _need(top: Part) -> NeedSaid | None:
    if not top.has("need"):
        return None
    part = Part(top.data["need"], NEED, "need.", top.wrong)
    kinds: list[KindSaid] = []
    for n, item in enumerate(part.items("kinds", 9)):
        one = Part(item, KIND, f"need.kinds.{n}.", top.wrong)
        kind = one.one_of("kind", NeedKind.choices, needed="请选需要什么")
        detail = one.text("detail", 200)
        if kind == NeedKind.OTHER and not detail:
            one.fault("detail", "选了其他，请写是什么")
        if kind and kind not in [k.kind for k in kinds]:
            kinds.append(KindSaid(kind, detail))
    said = NeedSaid(
        part.texts("jobs", 3, 40),
        part.some_of("forms", NATIONAL.items(), 3),
        part.whole("distance_km", 0, 3000),
        part.whole("hours_per_week", 1, 60),
        part.yuan("wage_yuan_from"),
        part.yes("at_home"),
        part.day("available_from"),
        part.texts("support", 12, 60),
        part.text("note", 1000),
        tuple(kinds),
    )
    if said == NeedSaid():
        top.fault("need", "需求是空的，请至少填一项，或去掉需求登记")
    return said


def _services(top: Part) -> list[ServiceSaid]:
    found = []
    for n, item in enumerate(top.items("services", 8)):
        part = Part(item, SERVICE, f"services.{n}.", top.wrong)
        kind = part.one_of("kind", ServiceKind.choices, needed="请选服务类别")
        content = part.text("content", 200, needed="请写做了什么，例如“讲了低保渐退的办法”")
        outcome = part.one_of("outcome", ServiceOutcome.choices)
        need, meets = part.whole("need", 1, 2**63 - 1), part.yes("meets")
        if meets and (need is None or outcome is None):
            part.fault("meets", "需求解决了，请写明是哪项需求、服务结果是什么")
        if kind:
            found.append(ServiceSaid(kind, content, outcome, need, meets, part.text("provider", 120)))
    return found


def _promises(top: Part, on: date) -> list[PromiseSaid]:
    found = []
    for n, item in enumerate(top.items("promises", 8)):
        part = Part(item, PROMISE, f"promises.{n}.", top.wrong)
        text = part.text("text", 200, needed="请写答应了什么")
        due_on, kind = part.day("due_on", needed="请写什么时候办好"), part.text("kind", 24)
        if due_on and due_on < on:
            part.fault("due_on", "不能早于走访那一天")
        if due_on:
            found.append(PromiseSaid(text, due_on, kind))
    return found


def _papers(top: Part) -> tuple[int, ...]:
    found = top.items("papers", 20)
    if any(isinstance(one, bool) or not isinstance(one, int) or one < 1 for one in found):
        top.fault("papers", "材料编号不对，请重新上传")
        return ()
    return tuple(dict.fromkeys(found))


def _together(top: Part, entry: dict[str, Any], outcome: int | None, present: str, on: date) -> None:
    """What one part says must agree with the others."""
    told = [key for key in ("verification", "need", "work", "consents") if entry[key]]
    if told and outcome is not None and outcome not in spoken_on(on):
        words = VisitOutcome(outcome).label
        for key in told:
            top.fault(key, f"走访结果是“{words}”，没有谈成，这一部分请去掉，或改走访结果")
    elif told and not present:
        top.fault("present", "请选谁回答的：本人、监护人、家属")
    if entry["consents"] and present not in ("", Present.SELF, Present.GUARDIAN):
        top.fault("consents", "同意要由本人或监护人作出，请去掉，或改谁在场")
    if entry["next_on"] and entry["next_on"] < on:
        top.fault("next_on", "不能早于走访那一天")
    if outcome == VisitOutcome.DEAD and entry["promises"]:
        top.fault("promises", "走访结果是“已去世”，请去掉")
