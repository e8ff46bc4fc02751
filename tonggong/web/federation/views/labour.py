"""合同与同酬: contracts of our people that are missing or end, and their pay beside the unit's same post."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.employment import contracts, pay_queries
from tonggong.domain.employment.pay_choices import PAY_DECIDED, PayState
from tonggong.domain.employment.pay_facts import months_of, quarter_of
from tonggong.domain.employment.pay_services import PayRefused, check_pay, decide_pay, undo_pay
from tonggong.rules import months
from tonggong.rules.contracts import CONTRACT_LABELS, Contract
from tonggong.rules.equal_pay import PAY_LABELS, Pay
from tonggong.rules.masking import mask_name
from tonggong.web.components import parts, words
from tonggong.web.components.rows import Row, Rows, address, paged, rows_page
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.labour_forms import ReasonForm
from tonggong.web.federation.person_page import ledger_day

GROUPS = {"missing": "缺合同的", "": "要签合同的", **{one.value: CONTRACT_LABELS[one] for one in Contract}}
PAY_GROUPS = {
    "open": "待核实", "flags": "有提示的", "decided": "已裁定", "": "全部核对", **{one.value: PAY_LABELS[one] for one in Pay},
}  # fmt: skip
TAGS = {PayState.QUIET: "done", PayState.OPEN: "due", **dict.fromkeys(PAY_DECIDED, "info")}
CHOICES = [(one.value, one.label) for one in PAY_DECIDED]


def _tabs(which: str) -> list[parts.Choice]:
    names = (("labour", "劳动合同"), ("labour-pay", "同工同酬"))
    return [parts.Choice(title, reverse(f"federation:{name}"), name == which) for name, title in names]


@require_GET
@duty("labour.read")
def labour(request: Request) -> HttpResponse:
    """How many contracts are missing or end; each number opens its rows."""
    who, day = request.who, clock.today()
    county = pages.known_county(who, request.GET.get("county", ""))
    found = contracts.contracts(who, day, county)
    lines = [
        (
            GROUPS[key],
            len(contracts.in_group(found, key)),
            address("federation:labour-contracts", group=key or "all", county=county),
        )
        for key in contracts.GROUPS
    ]
    page = {
        "tabs": _tabs("labour"),
        "lines": lines,
        "day": day,
        "counties": pages.county_choices(who),
        "county": county,
        "total": len(found),
    }
    return render(request, "federation/labour.html", page)


@require_GET
@duty("labour.read")
def contract_rows(request: Request) -> HttpResponse:
    """The people that a number of contracts counts, with the reason."""
    group = request.GET.get("group", "missing")
    key = "" if group == "all" else group
    if key not in contracts.GROUPS:
        raise Http404
    county = pages.known_county(request.who, request.GET.get("county", ""))
    found = contracts.in_group(contracts.contracts(request.who, clock.today(), county), key)
    shown, total, paging = paged(request, found, lambda one: one.key, "人")
    lines = [
        Row(
            one.spell.person_id, mask_name(one.spell.person.name), reverse("federation:person", args=[one.spell.person_id]),
            (one.spell.unit_name, name_of(one.spell.person.county_code), CONTRACT_LABELS[one.found.value], words.with_days(one.found.because)),
        )
        for one in shown
    ]  # fmt: skip
    back = (address("federation:labour", county=county), "合同与同酬")
    columns = ("姓名", "单位", "县区", "合同", "说明")
    return rows_page(
        request, Rows(f"劳动合同：{GROUPS[key]}", back, clock.today(), columns, lines, total, paging, "人")
    )


# ---------------------------------------------------------------- equal pay


def _quarter(text: str, made: list[str]) -> str:
    """The quarter asked for, else the latest that was checked, else the last that is over. Raises Http404: it is none."""
    if not text:
        return made[0] if made else quarter_of(months.shift(months.of(ledger_day()), -1))
    try:
        first = months_of(text)[0]
    except ValueError:
        raise Http404 from None
    if first > months.of(ledger_day()):
        raise Http404
    return text


def quarter_words(quarter: str) -> str:
    """A quarter in words."""
    return f"{quarter[:4]}年第{quarter[5]}季度"


@require_GET
@duty("labour.read")
def pay(request: Request) -> HttpResponse:
    """The quarter's counts, each opening its rows, and the flags that wait."""
    who, made = request.who, pay_queries.quarters(request.who)
    quarter = _quarter(request.GET.get("quarter", ""), made)
    county = pages.known_county(who, request.GET.get("county", ""))
    counted = pay_queries.counts(who, quarter, county)
    lines = [
        (
            title,
            counted[key or "all"],
            address("federation:labour-pay-rows", quarter=quarter, group=key or "all", county=county),
        )
        for key, title in PAY_GROUPS.items()
    ]
    waiting = list(pay_queries.checks(who, quarter, "open", county)[:50])
    if waiting:
        audit.record("view", who=who, subject="persons.Person", ids=sorted({row.person_id for row in waiting}))
    page = {
        "tabs": _tabs("labour-pay"), "quarter": quarter, "title": quarter_words(quarter), "is_made": quarter in made, "lines": lines,
        "quarters": [
            parts.Choice(quarter_words(one), address("federation:labour-pay", quarter=one, county=county), one == quarter, value=one)
            for one in sorted({*made, quarter}, reverse=True)
        ],
        "waiting": [(row, mask_name(row.person.name), words.with_days(row.because)) for row in waiting],
        "open_total": counted["open"], "may_make": who.may("labour.decide") and len(who.reach) <= 4,
        "counties": pages.county_choices(who), "county": county,
    }  # fmt: skip
    return render(request, "federation/pay.html", page)


@require_POST
@duty("labour.decide")
def pay_make(request: Request) -> HttpResponse:
    """Check a quarter again, for the whole city."""
    quarter = _quarter(request.POST.get("quarter", ""), pay_queries.quarters(request.who))
    made = check_pay(request.who, quarter)
    messages.success(request, f"{quarter_words(quarter)}核对完：{made.checked:,} 人，有提示 {made.flags:,} 人。")
    return HttpResponseRedirect(address("federation:labour-pay", quarter=quarter))


@require_GET
@duty("labour.read")
def pay_rows(request: Request) -> HttpResponse:
    """The checks that a number counts."""
    group = request.GET.get("group", "open")
    key = "" if group == "all" else group
    if key not in pay_queries.PAY_GROUPS:
        raise Http404
    quarter = _quarter(request.GET.get("quarter", ""), pay_queries.quarters(request.who))
    county = pages.known_county(request.who, request.GET.get("county", ""))
    shown, total, paging = paged(
        request, pay_queries.checks(request.who, quarter, key, county), lambda row: row.pk, "人"
    )
    lines = [
        Row(
            row.person_id, mask_name(row.person.name), reverse("federation:labour-pay-check", args=[row.pk]),
            (row.unit_name, row.post, row.get_pay_display(), row.get_state_display(), words.with_days(row.because)),
        )
        for row in shown
    ]  # fmt: skip
    back = (address("federation:labour-pay", quarter=quarter, county=county), "同工同酬")
    title = f"{quarter_words(quarter)}：{PAY_GROUPS[key]}"
    columns = ("姓名", "单位", "岗位", "核对结果", "状态", "说明")
    return rows_page(
        request, Rows(title, back, months.last_day(months_of(quarter)[-1]), columns, lines, total, paging, "人")
    )


def _check_page(request: Request, check_id: int, form: ReasonForm | None = None, status: int = 200) -> HttpResponse:
    who, row = request.who, _check(request, check_id)
    audit.record("view", who=who, subject="persons.Person", ids=[row.person_id])
    lines = [
        (
            one["month"], Decimal(one["pay"]), one["post"], one["heads"], None if one["median"] is None else Decimal(one["median"]),
            reverse("federation:evidence", args=[one["file"], one["row"]]) if one["file"] and one["row"] else "",
        )
        for one in row.months
    ]  # fmt: skip
    page = {
        "row": row, "name": mask_name(row.person.name), "title": quarter_words(row.quarter), "lines": lines,
        "because": words.with_days(row.because), "tag": (TAGS[PayState(row.state)], row.get_state_display()),
        "steps": steps_of(row), "states": dict(PayState.choices), "form": form or ReasonForm(), "choices": CHOICES,
        "may_decide": who.may("labour.decide") and row.state == PayState.OPEN,
        "may_undo": who.may("labour.decide") and row.state in PAY_DECIDED, "person_url": reverse("federation:person", args=[row.person_id]),
        "back": address("federation:labour-pay", quarter=row.quarter),
    }  # fmt: skip
    return render(request, "federation/pay_check.html", page, status=status)


def _check(request: Request, check_id: int) -> Any:
    found = pay_queries.check(request.who, check_id)
    if found is None:
        raise Http404
    return found


@require_GET
@duty("labour.read")
def pay_check(request: Request, check_id: int) -> HttpResponse:
    """One person's quarter: month by month beside the post, and what was decided."""
    return _check_page(request, check_id)


@require_POST
@duty("labour.decide")
def pay_settle(request: Request, check_id: int) -> HttpResponse:
    """Decide a flag, or take the decision back, with the reason."""
    row, form, choice = _check(request, check_id), ReasonForm(request.POST), request.POST.get("choice", "")
    if choice not in (*PAY_DECIDED, "undo"):
        form.add_error(None, "请选怎么裁定，或者撤销。")
    if form.is_valid():
        try:
            if choice == "undo":
                undo_pay(request.who, row, form.cleaned_data["reason"])
            else:
                decide_pay(request.who, row, choice, form.cleaned_data["reason"])
        except PayRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"已记下：{row.get_state_display()}。")
            return HttpResponseRedirect(reverse("federation:labour-pay-check", args=[row.pk]))
    return _check_page(request, check_id, form, 422)
