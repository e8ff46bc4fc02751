"""The names behind a rate of a class, its numerator and its denominator, and behind the students of a college."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.domain.graduates import queries
from tonggong.rules.graduates import GROUP_LABELS, RATES, Group
from tonggong.web.components import rows
from tonggong.web.components.asked import whole_number
from tonggong.web.components.words import long_day

TITLES = {"all": "全部毕业生就业率", "should": "应就业的就业率", "willing": "想就业的就业率", "settled": "去向落实率"}
PARTS = {"yes": "分子里的人", "whole": "分母里的人", "unknown": "去向不明的人"}
FIRST, LAST = 2000, 2100


@require_GET
@duty("casework.read")
def rate_rows(request: Request, year: int) -> HttpResponse:
    """Name the graduates in the numerator or the denominator of a rate, or those in it of whom nothing is known."""
    day, which, part = rows.day_of(request), request.GET.get("rate", "all"), request.GET.get("part", "whole")
    if which not in RATES or part not in PARTS or not FIRST <= year <= LAST:
        raise Http404
    groups = {"yes": RATES[which].yes, "whole": RATES[which].whole, "unknown": frozenset({Group.UNKNOWN})}[part]
    found = queries.class_of(request.who, year, day)
    chosen = [one for one in found.graduates if one.group in groups]
    shown, total, paging = rows.paged(request, chosen, lambda one: one.person.pk, "人")
    lines = [
        rows.Row(one.person.pk, one.person.name, reverse("casework:graduate", args=[year, one.person.pk]), (
            one.stay.school, one.place or GROUP_LABELS[one.group], GROUP_LABELS[one.group], one.destination.because,
            name_of(one.person.township_code),
        ))
        for one in shown
    ]  # fmt: skip
    said = "、".join(GROUP_LABELS[group] for group in Group if group in groups)
    back = (rows.address("casework:graduates", year=year, on=day), f"{year}届毕业生")
    columns = ("姓名", "学校", "去向", "算哪一类", "依据", "乡镇街道")
    title = f"{year}届{TITLES[which]}：{PARTS[part]}"
    page = rows.Rows(title, back, found.read_on, columns, lines, total, paging, "人", f"这里是：{said}。")
    return rows.rows_page(request, page)


@require_GET
@duty("casework.read")
def student_rows(request: Request) -> HttpResponse:
    """Name the students of one college, of the class of a year and later ones."""
    day, college = rows.day_of(request), request.GET.get("college", "")
    year = whole_number(request.GET.get("year")) or day.year
    if not FIRST <= year <= LAST:
        raise Http404
    found = queries.students(request.who, year, college)
    shown, total, paging = rows.paged(request, found, lambda one: one[0].pk, "人")
    lines = [
        rows.Row(person.pk, person.name, reverse("casework:case", args=[person.pk]), (
            stay.level, long_day(stay.leaves_on) if stay.leaves_on else "", name_of(person.township_code),
        ))
        for person, stay in shown
    ]  # fmt: skip
    back = (rows.address("casework:colleges", year=year), "对高校的指导")
    columns = ("姓名", "学历", "毕业", "乡镇街道")
    title = f"{college}：在校和应届的残疾学生"
    return rows.rows_page(request, rows.Rows(title, back, day, columns, lines, total, paging, "人"))
