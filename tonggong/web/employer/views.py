"""A unit's own page: what is registered of it, what it reported and what came of that. No other unit, no certificate."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.intake import refused
from tonggong.base.intake.queries import reports_by
from tonggong.base.intake.services import sender_of_unit
from tonggong.domain.comparison.outcome import of_deliveries
from tonggong.domain.employers.contacts import contact_of, tails
from tonggong.domain.employers.own import own_codes, own_unit
from tonggong.domain.employers.queries import facts_of, sums_of
from tonggong.domain.employment.own import sheltered_people
from tonggong.domain.employment.queries import form_name
from tonggong.web.components import exchange
from tonggong.web.employer.forms import HiresForm
from tonggong.web.employer.template_book import hires_template

GET_OR_POST = ["GET", "HEAD", "POST"]
MONTHS = 12
OUTCOMES = (
    ("settled", "与台账一致"), ("fact", "已记入台账"), ("accepted", "核对后记入台账"), ("open", "残联正在核对"),
    ("returned", "请来源核对"), ("answered", "来源已答复"), ("rejected", "核对后没有采用"),
)  # fmt: skip


def _name(who: Who) -> str:
    unit = own_unit(who)
    return unit.name if unit else "未登记的单位"


def _sender(who: Who) -> str:
    if not who.unit_code:
        raise Http404
    return sender_of_unit(_name(who), who.unit_code)


def _places() -> exchange.Places:
    return exchange.Places(
        lambda pk: reverse("employer:upload-look", args=[pk]),
        lambda pk: reverse("employer:upload-look", args=[pk]),
        lambda pk: reverse("employer:report", args=[pk]),
        reverse("employer:upload"),
    )


def _outcomes(states: dict[str, int]) -> list[tuple[str, int]]:
    return [(title, states[state]) for state, title in OUTCOMES if state in states]


@require_GET
@duty("own.unit")
def home(request: Request) -> HttpResponse:
    """Show the unit as registered, its heads by month, its reports, and for a sheltered institution its people."""
    who, today = request.who, clock.today()
    unit = own_unit(who)
    contact = contact_of(unit) if unit else None
    reports = list(reports_by(*own_codes(who))[:12])
    came = of_deliveries([one.pk for one in reports])
    people = sheltered_people(who, today)
    if people:
        audit.record("view", who=who, subject="persons.Person", ids=sorted({one.person_id for one in people}))
    page = {
        "unit": unit,
        "name": unit.name if unit else next((one.unit_name for one in people if one.unit_name), ""),
        "code": who.unit_code,
        "place": name_of(unit.township_code or unit.county_code) if unit and unit.county_code else "",
        "facts": facts_of(unit) if unit else [],
        "heads": sums_of(unit, "social-insurance")[-MONTHS:][::-1] if unit else [],
        "reports": [(one, _outcomes(came.get(one.pk, {}))) for one in reports],
        "people": [(one, form_name(one.form)) for one in people],
        "is_institution": who.role == "sheltered_institution",
        "day": today,
        "contact": contact,
        "contact_tail": tails([contact])[contact.pk] if contact else "",
    }
    return render(request, "employer/home.html", page)


@require_GET
@duty("own.unit")
def template(request: Request) -> HttpResponse:
    """Hand out the empty workbook for reporting hires."""
    if not request.who.unit_code:
        raise Http404
    answer = HttpResponse(hires_template(_name(request.who), request.who.unit_code), content_type=exchange.XLSX)
    answer["Content-Disposition"] = "attachment; filename=hires.xlsx"
    return answer


@require_http_methods(GET_OR_POST)
@duty("own.unit")
def upload(request: Request) -> HttpResponse:
    """Choose the filled workbook; it is looked at, nothing is written."""
    sender = _sender(request.who)
    form = HiresForm(request.who, sender, initial={"month": exchange.month_of_work()})
    if request.method == "POST":
        form = HiresForm(request.who, sender, request.POST, request.FILES)
        if answer := exchange.receive(request, form, _places()):
            return answer
    page = {"form": form, "steps": ("选文件", "核对", "收下")}
    return render(request, "employer/upload.html", page, status=422 if request.method == "POST" else 200)


@require_http_methods(GET_OR_POST)
@duty("own.unit")
def upload_look(request: Request, run_id: int) -> HttpResponse:
    """Show what was understood of the workbook, and take it in or drop it."""
    run = exchange.upload_of(request.who, run_id)
    if run is None:
        raise Http404
    if request.method == "POST":
        return exchange.act(request, run, _places(), HiresForm(request.who, _sender(request.who)))
    page = exchange.preview_page(run)
    if page is None:
        done = run.payload.get("delivery")
        page = {"gone": True, "done_url": reverse("employer:report", args=[done]) if done else ""}
    return render(request, "employer/upload_look.html", {**page, "steps": ("选文件", "核对", "收下")})


def _report(request: Request, delivery_id: int) -> Any:
    found = reports_by(*own_codes(request.who)).filter(pk=delivery_id).first()
    if found is None:
        raise Http404
    return found


@require_GET
@duty("own.unit")
def report(request: Request, delivery_id: int) -> HttpResponse:
    """Show what came of one report of the unit."""
    found = _report(request, delivery_id)
    files = list(found.files.order_by("pk"))
    page = {
        "delivery": found,
        "files": files,
        "refusals": refused.shown_of(files[0])[:60] if files and found.refused else [],
        "outcomes": _outcomes(of_deliveries([found.pk]).get(found.pk, {})),
        "is_waiting": found.compared_at is None or found.changed_at > found.compared_at,
    }
    return render(request, "employer/report.html", page)


@require_GET
@duty("own.unit")
def refused_rows(request: Request, delivery_id: int, file_id: int) -> HttpResponse:
    """Hand out the unit's own refused rows to be mended; logged."""
    return exchange.refused_rows(request.who, _report(request, delivery_id), file_id)
