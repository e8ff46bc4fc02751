"""A class of graduates with its rates, one graduate's destination, the colleges, the answer to the education department."""

import io
from datetime import date
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.graduates import answers, queries, services
from tonggong.domain.graduates.queries import FILTERS, Class, Graduate
from tonggong.domain.graduates.services import GraduateRefused
from tonggong.rules.graduates import GROUP_LABELS, SERVICES, Group
from tonggong.rules.outcome import Rate, percent
from tonggong.web.casework.graduates.forms import ActivityForm, DestinationForm
from tonggong.web.components import rows
from tonggong.web.components.parts import Choice

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAST = 3  # classes beside the one shown
RATES = (
    ("all", "全部毕业生", "已就业（含参军）占全部毕业生"),
    ("should", "应就业的", "已就业占应就业的：除去升学、参军、丧失劳动能力"),
    ("willing", "想就业的", "已就业占已就业和想就业的"),
    ("settled", "去向落实", "已就业、参军、升学占全部毕业生"),
)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100


def _class(who: Who, year: int) -> Class:
    """A class that somebody names in an address. Raises Http404: there is no such year."""
    if not _is_year(str(year)):
        raise Http404
    return queries.class_of(who, year, clock.today())


def _year(request: Request, years: list[int]) -> int:
    text = request.GET.get("year", "")
    if _is_year(text):
        return int(text)
    past = [year for year in years if year <= clock.today().year]
    return past[0] if past else clock.today().year


def _words(rate: Rate) -> str:
    """A rate; its bounds, where somebody is not known."""
    return f"{percent(rate.lower)}至{percent(rate.upper)}" if rate.unknown else percent(rate.known)


def _lines(found: list[Graduate]) -> list[dict[str, Any]]:
    return [
        {
            "one": one, "group": GROUP_LABELS[one.group], "place": name_of(one.person.township_code),
            "missing": "、".join(f"{SERVICES[kind]}差{times}次" for kind, times in one.missing.items()),
        }
        for one in found
    ]  # fmt: skip


@require_GET
@duty("casework.read")
def graduates(request: Request) -> HttpResponse:
    """Show a class: its rates with the names behind each part, who has no worker, no plan, not enough services."""
    who, today = request.who, rows.day_of(request)
    years = queries.class_years(who)
    year = _year(request, years)
    which = request.GET.get("which", "all")
    if which not in FILTERS:
        raise Http404
    found = queries.class_of(who, year, today)
    chosen = [one for one in found.graduates if FILTERS[which][1](one, today)]
    audit.record("view", who=who, subject="persons.Person", ids=[one.person.pk for one in chosen])

    def address(**said: Any) -> str:
        return rows.address("casework:graduates", **({"year": year, "on": request.GET.get("on", "")} | said))

    counts = {key: sum(1 for one in found.graduates if test(one, today)) for key, (_t, test) in FILTERS.items()}
    pick = [
        Choice(title, address(which=key), key == which, f"{counts[key]}")
        for key, (title, _test) in FILTERS.items()
        if counts[key] or key in ("all", which)
    ]
    classes = [Choice(f"{one}届", address(year=one), one == year) for one in years]
    before = queries.trend(who, [one for one in years if year - PAST <= one < year], today)
    rates = [
        (title, getattr(found.rates, key), _words(getattr(found.rates, key)), says, _parts(year, today, key))
        for key, title, says in RATES
    ]
    page = {
        "year": year, "found": found, "classes": classes, "filters": pick, "lines": _lines(chosen), "rates": rates,
        "parts": [(GROUP_LABELS[g], n, address(which=g.value)) for g, n in found.rates.counts.items() if n],
        "trend": [(one, _words(r.all), _words(r.settled), address(year=one)) for one, r, _is_ahead in before],
        "counts": counts, "without": counts["no_plan"], "may_plan": who.may("casework.plan"),
        "unknown": found.rates.counts[Group.UNKNOWN], "sentence": _sentence(found),
    }  # fmt: skip
    return render(request, "casework/graduates/class.html", page)


def _parts(year: int, day: date, rate: str) -> dict[str, str]:
    """The addresses of the names in numerator, denominator and of whom nothing is known."""
    return {
        part: rows.address("casework:graduate-rates", year, rate=rate, part=part, on=day)
        for part in ("yes", "whole", "unknown")
    }


def _sentence(found: Class) -> str:
    rates, total = found.rates, len(found.graduates)
    if not total:
        return ""
    day = f"{found.read_on.year}年{found.read_on.month}月{found.read_on.day}日"
    known = f"到{day}，{total} 名毕业生中 {rates.all.yes} 人已就业，占 {percent(rates.all.lower)}"
    if unknown := rates.counts[Group.UNKNOWN]:
        return f"{known}，还有 {unknown} 人去向不明；查清以前，就业率在 {_words(rates.all)} 之间。"
    return f"{known}。"


def _graduate(who: Who, year: int, person_id: int) -> Graduate:
    found = queries.graduate(who, person_id, year, clock.today()) if _is_year(str(year)) else None
    if found is None:
        raise Http404
    return found


def _graduate_page(request: Request, year: int, one: Graduate, form: Any = None, status: int = 200) -> HttpResponse:
    written = one.written
    first = {"code": written.code, "on": written.on, "evidence": written.evidence} if written else {}
    form = form or (DestinationForm(initial=first) if request.who.may("casework.record") else None)
    audit.record("view", who=request.who, subject="persons.Person", ids=[one.person.pk])
    page = {"year": year, "line": _lines([one])[0], "one": one, "form": form}
    return render(request, "casework/graduates/graduate.html", page, status=status)


@require_GET
@duty("casework.read")
def graduate(request: Request, year: int, person_id: int) -> HttpResponse:
    """Show one graduate: where she went and how that is known, who answers, what is still owed."""
    return _graduate_page(request, year, _graduate(request.who, year, person_id))


@require_POST
@duty("casework.record")
def destination(request: Request, year: int, person_id: int) -> HttpResponse:
    """Write down where a graduate went."""
    one, form = _graduate(request.who, year, person_id), DestinationForm(request.POST)
    if form.is_valid():
        try:
            services.write_destination(request.who, one, year, **form.cleaned_data)
        except GraduateRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{one.person.name}的去向已记下。")
            return HttpResponseRedirect(reverse("casework:graduate", args=[year, person_id]))
    return _graduate_page(request, year, one, form, 422)


@require_POST
@duty("casework.plan")
def make_plans(request: Request, year: int) -> HttpResponse:
    """Make a plan for each graduate of the class who has none."""
    found = _class(request.who, year)
    made = services.plans_for(request.who, found.graduates, year)
    left = sum(1 for one in found.graduates if one.plan is None) - made
    said = f"新立了 {made} 份计划。" + (f"还有 {left} 人没有服务专员，请先分派。" if left else "")
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('casework:graduates')}?year={year}")


@require_GET
@duty("casework.read")
@duty("export.rows")
def ledger(request: Request, year: int) -> HttpResponse:
    """Hand out the class's ledger (一人一策台账) as .xlsx, numbers masked."""
    who = request.who
    found = _class(who, year)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet, head = book.add_worksheet(f"{year}届"), book.add_format({"bold": True, "bottom": 1})
    titles = (
        "姓名",
        "身份证尾号",
        "乡镇街道",
        "学校",
        "学历",
        "毕业日期",
        "去向",
        "去向依据",
        "服务专员",
        "计划目标",
        "下次复查",
        "还差的服务",
    )
    for n, title in enumerate(titles):
        sheet.write(0, n, title, head)
    for n, line in enumerate(_lines(found.graduates), 1):
        one = line["one"]
        cells = (
            one.person.name, one.person.id_tail, line["place"], one.stay.school, one.stay.level, f"{one.stay.leaves_on}",
            one.place or line["group"], one.destination.because, one.worker[1] if one.worker else "",
            one.plan.goal if one.plan else "", f"{one.plan.review_on}" if one.plan else "", line["missing"],
        )  # fmt: skip
        for m, cell in enumerate(cells):
            sheet.write_string(n, m, cell)
    sheet.freeze_panes(1, 1)
    sheet.set_column(2, len(titles) - 1, 18)
    book.close()
    ids = [one.person.pk for one in found.graduates]
    audit.record("release", who=who, subject="persons.Person", ids=ids, purpose=f"{year}届毕业生一人一策台账")
    name = quote(f"{year}届残疾人毕业生一人一策台账.xlsx")
    headers = {"Content-Disposition": f"attachment; filename=graduates-{year}.xlsx; filename*=UTF-8''{name}"}
    return HttpResponse(out.getvalue(), content_type=XLSX, headers=headers)


# --- colleges and answers --------------------------------------------------------------------------------------------


def _colleges_page(request: Request, form: ActivityForm | None = None, status: int = 200) -> HttpResponse:
    who, today = request.who, clock.today()
    text = request.GET.get("year", "")
    year = int(text) if _is_year(text) else today.year
    found = queries.colleges(who, year, today)
    done, due, share = queries.share_done(found)
    form = form or (ActivityForm() if who.may("casework.plan") else None)
    recent = list(queries.activities(who)[:30])
    page = {
        "year": year, "done": done, "due": due, "share": share, "form": form, "kinds": queries.KINDS,
        "colleges": [(one, rows.address("casework:college-students", college=one.name, year=year, on=today)) for one in found],
        "recent": recent,
        "own": set(queries.own_activities(who).filter(pk__in=[one.pk for one in recent]).values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, "casework/graduates/colleges.html", page, status=status)


@require_GET
@duty("casework.read")
def colleges(request: Request) -> HttpResponse:
    """Show colleges by the four kinds of guidance of a year."""
    return _colleges_page(request)


@require_POST
@duty("casework.plan")
def add_activity(request: Request) -> HttpResponse:
    """Write down what was done with a college."""
    form = ActivityForm(request.POST)
    if form.is_valid():
        try:
            services.add_activity(request.who, **form.cleaned_data)
        except GraduateRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已登记。")
            return HttpResponseRedirect(reverse("casework:colleges"))
    return _colleges_page(request, form, 422)


@require_POST
@duty("casework.plan")
def withdraw_activity(request: Request, activity_id: int) -> HttpResponse:
    """Take back what was written down wrongly."""
    row = queries.own_activities(request.who).filter(pk=activity_id).first()
    if row is None:
        raise Http404
    try:
        services.withdraw_activity(request.who, row)
    except GraduateRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已撤回，记录仍留着，划了线。")
    return HttpResponseRedirect(reverse("casework:colleges"))


@require_GET
@duty("exchange.read")
def replies(request: Request) -> HttpResponse:
    """List the education department's deliveries with the answer to each."""
    found = [answers.answer(request.who, one) for one in answers.deliveries(request.who)[:12]]
    lines = [(one, [(answers.RESULTS[key], one.counts.get(key, 0)) for key in answers.RESULTS]) for one in found]
    return render(request, "casework/graduates/replies.html", {"lines": lines, "results": answers.RESULTS})


@require_GET
@duty("exchange.read")
def reply(request: Request, delivery_id: int) -> HttpResponse:
    """Hand out the answer to one delivery."""
    one = next((d for d in answers.deliveries(request.who) if d.pk == delivery_id), None)
    if one is None:
        raise Http404
    name = quote(f"{one.month}学籍比对结果-答复{one.sender}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename=answer-{one.month}.xlsx; filename*=UTF-8''{name}"}
    return HttpResponse(
        answers.answer_file(request.who, answers.answer(request.who, one)), content_type=XLSX, headers=headers
    )
