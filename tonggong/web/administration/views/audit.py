"""审计日志: the trail with filters, its proof, and everything about one person."""

import json
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.duties import DUTIES
from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Request
from tonggong.base.audit import queries
from tonggong.base.audit.models import Entry, Kind
from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.web.components import parts
from tonggong.web.components.asked import whole_number
from tonggong.web.components.forms import DayField

SIZE = 40
SUBJECTS = {
    "persons.Person": "人员",
    "accounts.User": "账号",
    "intake.Delivery": "报送",
    "comparison.Finding": "差异",
    "comparison.Month": "月份",
    "reporting.Figure": "指标",
    "reporting.Circular": "通报",
    "employment.Spell": "就业记录",
    "page": "页面",
}
DETAILS = {
    "reason": "原因", "purpose": "用途", "page": "页面", "duty": "职责", "what": "事情", "feed": "数据", "month": "月份",
    "sender": "报送单位", "rows": "行数", "accepted": "收下", "refused": "退回", "role": "职责", "reach": "辖区",
    "username": "用户名", "question": "按什么找", "found": "找到", "choice": "裁定", "on": "日期", "superseded": "代替",
    "address": "来自", "step": "步骤", "stands": "坚持原数据", "mended": "补正", "part": "第几部分", "ground": "依据", "entries": "条数", "more": "还有更多",
}  # fmt: skip
VALUES = {
    "create": "建账号", "appoint": "任命", "end-post": "结束职责", "switch-on": "启用账号", "switch-off": "停用账号",
    "reset-password": "重设密码", "change-password": "改密码", "unlock": "解锁", "reset-second-factor": "解除两步验证",
    "practice-accounts": "演练账号", "first-administrators": "首批管理员", "accept": "采信来文", "reject": "不采信",
    "return": "退回来源", "undo": "撤销", "answer": "来源答复", "compare": "比对", "citizen id": "身份证号",
    "certificate": "证件号码", "phone": "电话", "phone tail": "电话尾号", "name": "姓名",
}  # fmt: skip
HIDDEN = frozenset({"persons", "post", "batch"})


class FilterForm(forms.Form):
    """Which entries are wanted."""

    kind = forms.ChoiceField(label="事项", required=False, choices=[("", "全部事项"), *Kind.choices])
    subject = forms.ChoiceField(label="对象", required=False, choices=[("", "全部对象"), *SUBJECTS.items()])
    actor = forms.CharField(label="操作人", required=False, max_length=40)
    since = DayField(label="从", required=False, help_text="")
    until = DayField(label="到", required=False, help_text="")


def lines_of(rows: Iterable[Entry]) -> list[dict[str, Any]]:
    """What a table shows of entries, in words."""
    found = []
    for row in rows:
        detail = json.loads(row.detail or "{}")
        said = [
            f"{DETAILS.get(name, name)} {_value(name, value)}"
            for name, value in detail.items()
            if name not in HIDDEN and value not in (None, "", [])
        ]
        ids = json.loads(row.subject_ids or "[]")
        about = SUBJECTS.get(row.subject, row.subject)
        about += f" {row.subject_id}" if row.subject_id else f" {len(ids):,} 条" if ids else ""
        found.append(
            {
                "row": row,
                "at": datetime.fromisoformat(row.at),
                "kind": Kind(row.kind).label if row.kind in Kind.values else row.kind,
                "about": about,
                "trail": reverse("administration:person-trail", args=[row.subject_id])
                if row.subject == "persons.Person" and row.subject_id
                else "",
                "said": "，".join(said),
            }
        )
    return found


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = str(value)
    if name == "role" and text in ROLES:
        return ROLES[text].title
    if name == "duty" and text in DUTIES:
        return DUTIES[text].title
    if name == "feed" and text in FEEDS:
        return FEEDS[text].title
    return VALUES.get(text, text)


def _instant(day: Any, days: int = 0) -> str:
    return datetime.combine(day + timedelta(days), time(), clock.SHANGHAI).astimezone(clock.UTC).isoformat()


@require_GET
@duty("audit.read")
def audit(request: Request) -> HttpResponse:
    """List the trail, newest first, with filters."""
    form = FilterForm(request.GET or None)
    wanted: dict[str, Any] = {}
    if form.is_valid():
        said = form.cleaned_data
        wanted = {"kind": said["kind"] or None, "subject": said["subject"] or None, "actor": said["actor"].strip()}
        wanted["since"] = _instant(said["since"]) if said["since"] else ""
        wanted["until"] = _instant(said["until"], 1) if said["until"] else ""
    before = whole_number(request.GET.get("before"))
    rows = list(queries.entries(before=before, **wanted)[: SIZE + 1])
    more, rows = len(rows) > SIZE, rows[:SIZE]
    kept = urlencode({name: value for name, value in request.GET.items() if name in form.fields and value})
    paging = parts.Page(
        f"这里 {len(rows)} 条",
        f"?{kept}&before={rows[-1].seq}" if more else "",
        f"?{kept}" if before else "",
    )
    page = {"form": form, "lines": lines_of(rows), "paging": paging, "is_filtered": bool(kept)}
    return render(request, "administration/audit.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@duty("audit.read")
def verify(request: Request) -> HttpResponse:
    """Say what verifying proves; on POST walk the whole chain and show what was found."""
    found = queries.verify() if request.method == "POST" else None
    return render(request, "administration/verify.html", {"found": found, "now": clock.real_now()})


@require_GET
@duty("audit.read")
def person_trail(request: Request, person_id: int) -> HttpResponse:
    """Show who looked at one person's rows and what was done with them."""
    before = whole_number(request.GET.get("before"))
    rows = queries.entries_about("persons.Person", person_id)
    rows = rows.filter(seq__lt=before) if before is not None else rows
    shown = list(rows[: SIZE + 1])
    more, shown = len(shown) > SIZE, shown[:SIZE]
    paging = parts.Page(
        f"这里 {len(shown)} 条", f"?before={shown[-1].seq}" if more else "", request.path if before else ""
    )
    page = {"person_id": person_id, "lines": lines_of(shown), "paging": paging}
    return render(request, "administration/person_trail.html", page)
