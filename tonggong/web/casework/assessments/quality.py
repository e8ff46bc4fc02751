"""How alike assessors see, and how each of them works: figures, and the assessments behind each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.domain.casework.choices import Advice
from tonggong.domain.casework.queries import assessment_register as queries
from tonggong.rules.ability import profile
from tonggong.web.components import rows
from tonggong.web.components.asked import whole_number
from tonggong.web.components.words import long_day

ADVICE = {str(key): title for key, title in Advice.choices}
BY_DIMENSION = ("pairs", "same")
OF_ALL = ("drawn", "repeated")


@require_GET
@duty("casework.assign")
def quality(request: Request) -> HttpResponse:
    """Show how assessors work: what stays unknown, how often they advise sheltered work, how alike two of them see."""
    day = rows.day_of(request)
    found = queries.quality(request.who, day)

    def opens(which: str, of: object = "") -> str:
        return rows.address("casework:assessment-quality-rows", which=which, of=of, on=day)

    shown = {
        "quality": found, "day": day, "drawn_url": opens("drawn"), "repeated_url": opens("repeated"),
        "weak": [title for _key, title, one in found.agreements if one.verdict == "low"],
        "apart": [one.name for one in found.assessors if one.apart],
        "agreements": [(title, one, opens("pairs", key), opens("same", key)) for key, title, one in found.agreements],
        "assessors": [
            (one, *(opens(which, one.assessor_id) for which in ("signed", "unknown", "sheltered")))
            for one in found.assessors
        ],
    }  # fmt: skip
    return render(request, "casework/assessments/quality.html", shown)


@require_GET
@duty("casework.assign")
def quality_rows(request: Request) -> HttpResponse:
    """Name the assessments behind one figure."""
    day, which, of = rows.day_of(request), request.GET.get("which", "drawn"), request.GET.get("of", "")
    dimensions = profile().dimensions
    is_known = of in dimensions if which in BY_DIMENSION else which in OF_ALL or whole_number(of) is not None
    if which not in queries.JUDGED or not is_known:
        raise Http404
    found = queries.judged(request.who, day, which, of)
    shown, total, paging = rows.paged(request, found, lambda one: one.thread, "份")
    lines = [
        rows.Row(one.row.person_id, one.row.person.name, reverse("casework:assessment", args=[one.thread]), (
            name_of(one.row.person.township_code), one.row.assessor.name if one.row.assessor else "不明",
            long_day(one.row.signed_on) if one.row.signed_on else "", ADVICE.get(one.row.advice, ""),
            f"{one.levels[0]} 和 {one.levels[1]}" if one.levels else f"{one.unknown} 项",
        ))
        for one in shown
    ]  # fmt: skip
    if which in BY_DIMENSION:
        whose = f"{dimensions[of].title}，"
    else:
        whose = f"{shown[0].row.assessor.name}，" if shown and shown[0].row.assessor and which not in OF_ALL else ""
    back = (rows.address("casework:assessment-quality", on=day), "评估质量")
    columns = ("姓名", "乡镇街道", "评估人", "签字", "建议", "两个人的等级" if which in BY_DIMENSION else "未知的项")
    unknown = sum(one.unknown for one in found)
    note = f"每份 {len(dimensions)} 项，合计 {unknown:,} 项未知。" if which == "unknown" else ""
    title = f"评估质量：{whose}{queries.JUDGED[which]}"
    return rows.rows_page(request, rows.Rows(title, back, day, columns, lines, total, paging, "份", note))
