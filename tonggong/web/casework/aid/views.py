"""The aid within reach by what is missing, one person's registrations, plans for all at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.campaigns.queries import aid as queries
from tonggong.domain.campaigns.queries import posts
from tonggong.domain.campaigns.services import aid as services
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.domain.casework.queries.assignments import worker_of
from tonggong.domain.status.queries import hardship_names
from tonggong.rules.aid import AID_LABELS, Aid
from tonggong.web.casework.aid.forms import RegisterForm
from tonggong.web.components.parts import Choice, Page

PAGE = 100
SAYS = {
    "gap": "想就业、能就业、没有工作，人社部门还没有登记。这张名单要办到一个不剩。",
    "step": "已在援助中，没有哪份计划排了带日期的下一步。",
    "stale": "应在援助中的人里，超过规定月数没有核对过信息。",
    "under": "人社部门已登记失业或认定就业困难，还没有工作。",
    "eligible": "已在援助中的，加上还没有登记的。",
}


@require_GET
@duty("aid.manage")
def board(request: Request) -> HttpResponse:
    """Show how the aid stands, and one of the lists by name."""
    who, today = request.who, clock.today()
    which = request.GET.get("which", "gap")
    if which not in queries.LISTS:
        raise Http404
    start = request.GET.get("start", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    counts = queries.counts(who, today)
    numbers = {
        "gap": counts.gap,
        "step": counts.step,
        "stale": counts.stale,
        "under": counts.under,
        "eligible": counts.eligible,
    }
    got = list(queries.listed(who, which, today)[first : first + PAGE + 1])
    shown = got[:PAGE]
    people = [one.person_id for one in shown]
    workers, confirmed = worker_of(people), queries.confirmed_on(people)
    audit.record("view", who=who, subject="persons.Person", ids=people)
    url = reverse("casework:aid")
    page = {
        "counts": counts, "which": which, "title": queries.LISTS[which], "says": SAYS[which], "total": numbers[which],
        "tabs": [Choice(title, f"{url}?which={key}", key == which, f"{numbers[key]:,}") for key, title in queries.LISTS.items()],
        "lines": [
            {"person": one.person, "place": name_of(one.person.township_code), "groups": "、".join(hardship_names(one.hardship)[:3]),
             "worker": workers.get(one.person_id, (0, ""))[1], "confirmed": confirmed.get(one.person_id)}
            for one in shown
        ],
        "paging": Page(
            f"第 {first + 1}—{first + len(shown)} 人" if shown else "",
            f"{url}?which={which}&start={first + PAGE}" if len(got) > PAGE else "",
            f"{url}?which={which}" if first else "",
        ),
        "day": today, "may_plan": who.may("casework.plan") and which == "step",
    }  # fmt: skip
    return render(request, "casework/aid/board.html", page)


@require_POST
@duty("aid.manage")
def make_plans(request: Request) -> HttpResponse:
    """Make the aid plan for everybody under aid who has none."""
    made, alone = services.make_plans(request.who)
    said = f"新立了 {made:,} 份计划。" + (f"还有 {alone:,} 人没有负责人，请先分派。" if alone else "")
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('casework:aid')}?which=step")


@require_http_methods(["GET", "HEAD", "POST"])
@duty("aid.manage")
def register(request: Request, person_id: int) -> HttpResponse:
    """Show where somebody stands with the aid, and write down her registration."""
    status = queries.person(request.who, person_id)
    if status is None:
        raise Http404
    person, form = status.person, RegisterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.register(request.who, person, **form.cleaned_data)
        except CampaignRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{person.name}的登记已记下。")
            return HttpResponseRedirect(reverse("casework:aid-register", args=[person.pk]))
    answer = queries.standing_of(status)
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    page: dict[str, Any] = {
        "person": person, "place": name_of(person.township_code), "answer": answer, "label": AID_LABELS[answer.value],
        "tag": {Aid.GAP: "due", Aid.UNDER: "done", Aid.NOT: "info"}[answer.value], "groups": hardship_names(status.hardship),
        "facts": queries.known_at_labour_office(person, clock.today()), "rows": queries.registrations(person),
        "form": form, "vacant": posts.vacant(request.who, clock.today()) if answer.value is not Aid.NOT else [],
    }  # fmt: skip
    return render(request, "casework/aid/person.html", page, status=422 if form.errors else 200)


@require_POST
@duty("aid.manage")
def take_back(request: Request, registration_id: int) -> HttpResponse:
    """Take back a registration that was written down wrongly."""
    row = queries.registration(request.who, registration_id)
    if row is None:
        raise Http404
    services.take_back(request.who, row)
    messages.success(request, "已撤回，记录仍留着，划了线。")
    return HttpResponseRedirect(reverse("casework:aid-register", args=[row.person_id]))
