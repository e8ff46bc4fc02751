"""The pass of supports: a worker gives it with the person's word; whoever has the code opens it, without signing in."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tonggong.base.accounts.pages import duty, public_page
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.queries import passes as queries
from tonggong.domain.casework.services import passes as services
from tonggong.web.casework.assessments.forms import PassForm
from tonggong.web.casework.assessments.shared import person_in_reach


def picture(request: Request, code: str) -> SafeString:
    """Draw the address of the opening page with the code behind the '#', which no server and no log ever gets."""
    address = f"{request.build_absolute_uri(reverse('casework:pass'))}#{code}"
    drawn: str = segno.make(address, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=False)
    return mark_safe(drawn)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("casework.record")
def passes(request: Request, person_id: int) -> HttpResponse:
    """Show a person's passes with their openings, and give a new one; its code stands on this answer only."""
    who, person = request.who, person_in_reach(request.who, person_id)
    days = int(figures_on(clock.today(), person.county_code)["pass.days"].value)
    form = PassForm(request.POST or None, helps=queries.what_helps(person), days=days)
    audit.record("view", who=who, subject="persons.Person", ids=[person.pk])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row, code = services.grant(who, person, said["shown_to"], form.frozen(), form.until(), said["her_word"])
        except services.PassRefused as refusal:
            form.add_error("items", str(refusal))
        else:
            view = queries.views([row])[0]
            shown = {"person": person, "view": view, "code": code, "qr": picture(request, code)}
            return render(request, "casework/assessments/pass_given.html", shown)
    page = {"person": person, "form": form, "passes": queries.passes_of(person)}
    return render(request, "casework/assessments/passes.html", page, status=422 if form.errors else 200)


@require_POST
@duty("casework.record")
def revoke(request: Request, pass_id: int) -> HttpResponse:
    """Take a pass back at the person's word."""
    row = queries.pass_seen(request.who, pass_id)
    if row is None:
        raise Http404
    services.revoke(request.who, pass_id)
    messages.success(request, "收回了，从现在起打不开。")
    return redirect("casework:passes", row.person_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public_page
def opening(request: Request) -> HttpResponse:
    """Open a pass by its code. The code is posted, never part of the address; each opening is shown to the person."""
    if request.method != "POST":
        return render(request, "casework/assessments/pass.html", {"opened": None})
    code, said = request.POST.get("code", "")[:200], request.POST.get("said", "")
    opened = services.open_pass(code, said, _place(request))
    status = {"unknown": 422, "slow": 429}.get(opened.state, 200)
    return render(request, "casework/assessments/pass.html", {"opened": opened, "said": said[:60]}, status=status)


def _place(request: Request) -> str:
    """Return the address that asks: behind a front server the one that it names last, which nobody but it can write."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
