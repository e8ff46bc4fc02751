"""录聘用核对: a year's hires of public bodies on four sides, each difference with its page, the statistic, the sheet."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.employers import queries as employers
from tonggong.domain.hires import queries
from tonggong.domain.hires.choices import DECIDED, State
from tonggong.domain.hires.services import HireRefused, check_year, decide, report_hire, undo
from tonggong.domain.hires.sheet import hires_xlsx
from tonggong.domain.quota.choices import LEVEL_LABELS
from tonggong.rules.hiring import MATCH_LABELS, Match
from tonggong.rules.masking import mask_name
from tonggong.web.components import words
from tonggong.web.components.rows import Row, Rows, address, paged, rows_page
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.labour_forms import HireForm, ReasonForm
from tonggong.web.federation.quota_forms import ExportForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_LEVEL = "none"
TAGS = {
    State.AGREED: "done", State.OPEN: "due", State.COUNTED: "done", State.LEFT_OUT: "info", State.GONE: "waiting",
}  # fmt: skip
COLUMNS = (
    ("reported", "单位报的"), ("counts", "核实计入"), ("agreed", "四方一致"), ("open", "待核实"), ("left_out", "不计入"),
)  # fmt: skip
TITLES = {"": "全部录聘用", "decided": "已裁定的", **dict(COLUMNS)}


def _year(request: Request) -> tuple[int, list[int]]:
    made = queries.years(request.who)
    return pages.year_of_address(request, made), made


@require_GET
@duty("quota.read")
def hires(request: Request) -> HttpResponse:
    """What waits, and the year's statistic by level and kind."""
    return _summary(request)


def _summary(request: Request, form: ExportForm | None = None, status: int = 200) -> HttpResponse:
    who, (year, made) = request.who, _year(request)
    by: dict[tuple[str, str], queries.Sums] = {}
    for (level, kind, _county), sums in queries.statistic(who, year).items():
        by[level, kind] = by.get((level, kind), queries.Sums()) + sums
    order = list(LEVEL_LABELS)
    lines = [
        (
            f"{LEVEL_LABELS[level]}{pages.kind_name(kind)}",
            _cells(year, by[level, kind], level=level or NO_LEVEL, kind=kind),
        )
        for level, kind in sorted(by, key=lambda one: (order.index(one[0]), one[1]))
    ]
    total = sum(by.values(), queries.Sums())
    open_ones = list(queries.cases(who, year, "open")[:50])
    people = sorted({row.person_id for row in open_ones if row.person_id})
    if people:
        audit.record("view", who=who, subject="persons.Person", ids=people)
    matches = queries.by_match(who, year)
    page = {
        "year": year, "years": pages.year_choices("federation:hires", year, made), "lines": lines, "is_made": year in made,
        "total": _cells(year, total), "columns": [title for _key, title in COLUMNS], "export": form or ExportForm(),
        "open": [(row, mask_name(row.name), name_of(row.county_code)) for row in open_ones], "open_total": total.open,
        "open_url": address("federation:hires-rows", year=year, group="open"),
        "matches": [
            (MATCH_LABELS[one], matches[one.value], address("federation:hires-rows", year=year, match=one.value))
            for one in Match if one is not Match.CONFIRMED and matches.get(one.value)
        ],
        "may_check": who.may("hires.check"), "may_report": who.may("hires.report"), "may_export": who.may("export.rows") and total.all,
        "tabs": pages.leading_tabs("hires"), "is_city": len(who.reach) <= 4,
    }  # fmt: skip
    return render(request, "federation/hires.html", page, status=status)


def _cells(year: int, sums: queries.Sums, **said: str) -> list[tuple[str, int, str]]:
    return [
        (title, getattr(sums, key), address("federation:hires-rows", year=year, group=key, **said))
        for key, title in COLUMNS
    ]


@require_POST
@duty("hires.check")
def make(request: Request) -> HttpResponse:
    """Match the year again, for the whole city."""
    year = pages.year_of_form(request)
    made = check_year(request.who, year)
    messages.success(request, f"{year}年核对完：{made.cases:,} 人，一致 {made.agreed:,} 人，待核实 {made.open:,} 人。")
    return HttpResponseRedirect(address("federation:hires", year=year))


@require_GET
@duty("quota.read")
def rows(request: Request) -> HttpResponse:
    """The cases that a number counts."""
    said, (year, _made) = request.GET, _year(request)
    group, match, level = said.get("group", ""), said.get("match", ""), said.get("level", "")
    if group not in TITLES or (match and match not in list(Match)) or level not in (*LEVEL_LABELS, NO_LEVEL):
        raise Http404
    kind = pages.known_kind(said.get("kind", ""))
    found = queries.cases(
        request.who,
        year,
        group,
        kind=kind,
        match=match,
        level=None if not level else "" if level == NO_LEVEL else level,
    )
    shown, total, paging = paged(request, found, lambda row: row.pk, "人")
    lines = [
        Row(
            row.person_id, mask_name(row.name), reverse("federation:hire", args=[row.pk]),
            (row.unit.in_use.name, name_of(row.county_code), row.get_match_display(), row.get_state_display(), words.with_days(row.because)),
        )
        for row in shown
    ]  # fmt: skip
    title = [f"{year}年", pages.kind_name(kind) if kind else "", MATCH_LABELS[Match(match)] if match else TITLES[group]]
    back = (address("federation:hires", year=year), "录聘用核对")
    columns = ("姓名", "单位", "县区", "核对结果", "状态", "说明")
    return rows_page(request, Rows("".join(title), back, clock.today(), columns, lines, total, paging, "人"))


@require_POST
@duty("export.rows")
def export(request: Request) -> HttpResponse:
    """Hand the reconciliation sheet out; written into the trail with its purpose."""
    if not request.who.may("quota.read"):
        raise Http404
    form, (year, _made) = ExportForm(request.POST), _year(request)
    if not form.is_valid():
        return _summary(request, form, 422)
    content = hires_xlsx(request.who, year, queries.cases(request.who, year), form.cleaned_data["purpose"])
    name = quote(f"{year}年录聘用核对表.xlsx")
    headers = {
        "Content-Disposition": f"attachment; filename=hires-{year}.xlsx; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _case(request: Request, case_id: int) -> Any:
    found = queries.case(request.who, case_id)
    if found is None:
        raise Http404
    return found


def _case_page(request: Request, row: Any, form: ReasonForm | None = None, status: int = 200) -> HttpResponse:
    who = request.who
    if row.person_id:
        audit.record("view", who=who, subject="persons.Person", ids=[row.person_id])
    page = {
        "row": row, "name": mask_name(row.name), "tag": (TAGS[State(row.state)], row.get_state_display()),
        "because": words.with_days(row.because), "steps": steps_of(row), "form": form or ReasonForm(),
        "states": dict(State.choices), "place": name_of(row.county_code) if row.county_code else "—",
        "may_decide": who.may("hires.check") and row.state == State.OPEN,
        "may_undo": who.may("hires.check") and row.state in DECIDED, "back": address("federation:hires", year=row.year),
        "report_url": _evidence(row.report_file_id, row.report_row), "hire_url": _evidence(row.hire_file_id, row.hire_row),
        "may_see_rows": who.may("findings.read") or who.may("ledger.read"),
    }  # fmt: skip
    return render(request, "federation/hire.html", page, status=status)


def _evidence(file: int | None, row: int | None) -> str:
    return reverse("federation:evidence", args=[file, row]) if file and row else ""


@require_GET
@duty("quota.read")
def hire(request: Request, case_id: int) -> HttpResponse:
    """One person at one body: what each side says, and what was decided."""
    return _case_page(request, _case(request, case_id))


@require_POST
@duty("hires.check")
def settle(request: Request, case_id: int) -> HttpResponse:
    """Decide a difference, or take the decision back, with the reason."""
    row, form, choice = _case(request, case_id), ReasonForm(request.POST), request.POST.get("choice", "")
    if choice not in ("count", "leave", "undo"):
        form.add_error(None, "请选 计入、不计入 或 撤销。")
    if form.is_valid():
        try:
            if choice == "undo":
                undo(request.who, row, form.cleaned_data["reason"])
            else:
                decide(request.who, row, choice == "count", form.cleaned_data["reason"])
        except HireRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"已记下：{row.get_state_display()}。")
            return HttpResponseRedirect(reverse("federation:hire", args=[row.pk]))
    return _case_page(request, row, form, 422)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@duty("hires.report")
def report(request: Request) -> HttpResponse:
    """Enter a hire that a body reported by letter or by telephone."""
    form = HireForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit = employers.units(request.who, words=said.pop("unit_code")).first()
        try:
            if unit is None:
                raise HireRefused("您的范围内没有这个信用代码的单位。")
            report_hire(request.who, unit, **said)
        except HireRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{unit.name}的录（聘）用已登记，下次核对时算进去。")
            return HttpResponseRedirect(address("federation:hires", year=said["hired_on"].year))
    return render(request, "federation/hire_report.html", {"form": form}, status=422 if form.errors else 200)
