"""The policy figures that rules reckon with: value, period, source, certainty, and what the city must still enter."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.policy import queries as figures
from tonggong.rules.figures.lookup import NATION
from tonggong.web.components.words import grouped, long_day
from tonggong.web.federation.person_page import ledger_day
from tonggong.web.federation.policy_words import UNITS, VALUES

_DAY, _MONTH_DAY = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"(\d\d)-(\d\d)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
MARKS = {"S": "已查到公开原文", "K": "据一般了解，尚待查证"}
CERTAINTY = {"high": "把握大", "medium": "把握中等", "low": "把握小"}


def written(value: Any) -> str:
    """Return a figure's value as a page shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return long_day(value)
    if isinstance(value, int | Decimal):
        return grouped(value)
    if isinstance(value, dict):
        return "；".join(f"{VALUES.get(key, key)} {written(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return (
            " 至 ".join(map(written, value))
            if len(value) == 2 and "-" in str(value[0])
            else "、".join(map(written, value))
        )
    text = str(value)
    if _DAY.fullmatch(text):
        return long_day(date.fromisoformat(text))
    if found := _MONTH_DAY.fullmatch(text):
        return f"{int(found[1])}月{int(found[2])}日"
    return VALUES.get(text, text)


def _place(scope: str) -> str:
    return "全国" if scope == NATION else name_of(scope.ljust(12, "0"))


def _period(row: Any) -> str:
    if row.effective_from is None and row.effective_to is None:
        return "未写明"
    first = f"{long_day(row.effective_from)}起" if row.effective_from else "此前"
    return f"{first}，{long_day(row.effective_to)}止" if row.effective_to else first


def _lines(rows: Iterable[Any], day: date) -> list[dict[str, Any]]:
    lines = []
    for row in rows:
        figure = figures.as_figure(row)
        lines.append({
            "row": row,
            "place": _place(row.scope),
            "value": written(figure.value),
            "unit": UNITS.get(row.unit, row.unit),
            "note": row.note if 2 * len(_CHINESE.findall(row.note)) > len(row.note) else "",
            "period": _period(row),
            "is_in_force": figure.value is not None and figure.on(day),
            "mark": MARKS.get(row.mark, ""),
            "certainty": CERTAINTY.get(row.confidence, row.confidence),
        })  # fmt: skip
    return lines


@require_GET
@duty("policy.read")
def policy(request: Request) -> HttpResponse:
    """Every figure with its values in the order of time; what the city must enter comes first."""
    day = ledger_day()
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in _lines(figures.figure_values(), day):
        groups.setdefault(line["row"].figure_id, []).append(line)
    missing = {row.figure_id for row in figures.figures_to_enter()}
    shown = {
        "day": day,
        "to_enter": [lines[0] for key, lines in groups.items() if key in missing],
        "groups": [
            {"id": key, "label": lines[0]["row"].label, "lines": lines}
            for key, lines in groups.items()
            if key not in missing
        ],
    }
    return render(request, "federation/policy.html", shown)
