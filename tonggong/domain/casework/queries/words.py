"""Facts of the work with one person in words, as pages, receipts and papers show them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tonggong.domain.casework.choices import NeedKind
from tonggong.domain.employment.queries import form_name
from tonggong.rules.days import in_words
from tonggong.rules.forms import NATIONAL


def day_words(day: date | None) -> str:
    """Return 2024年9月30日, "" where there is no day."""
    return in_words(day) if day else ""


def spell_words(spell: Any) -> str:
    """Return 盘锦某公司，其他企业，2024年5月1日起."""
    until = f"到{day_words(spell.ended_on)}" if spell.ended_on else ""
    said = (spell.unit_name, form_name(spell.form), f"{day_words(spell.started_on)}起{until}")
    return "，".join(filter(None, said))


def need_words(said: Any, kinds: Iterable[str] = ()) -> str:
    """Return what work somebody wants in one line, of a registration or of what an entry says."""
    found = []
    if said.jobs:
        found.append(f"想做{'、'.join(said.jobs)}")
    if said.forms:
        found.append("、".join(NATIONAL.get(f, f) for f in said.forms))
    if said.at_home:
        found.append("在家做")
    if said.distance_km is not None:
        found.append(f"{said.distance_km} 公里以内")
    if said.hours_per_week is not None:
        found.append(f"每周 {said.hours_per_week} 小时")
    if said.wage_yuan_from is not None:
        found.append(f"每月 {said.wage_yuan_from:,.0f} 元以上")
    if said.available_from is not None:
        found.append(f"{day_words(said.available_from)}起能上岗")
    found += [str(one) for one in said.support]
    if names := "、".join(NeedKind(k).label for k in kinds):
        found.append(f"需要：{names}")
    if said.note:
        found.append(said.note)
    return "；".join(found) or "没有写具体要求"
