"""A visit online: the form, its receipt, its correction, taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.campaigns.queries.lists import person_of
from tonggong.domain.campaigns.queries.lists import target as campaign_target
from tonggong.domain.casework.queries import reach, visits
from tonggong.domain.casework.queries.prefill import Prefill, prefill_of
from tonggong.domain.casework.queries.words import spell_words
from tonggong.domain.casework.services import corrections
from tonggong.domain.casework.services.recording import Receipt, receipt_of, record_entry
from tonggong.domain.casework.services.writing import NOT_YET
from tonggong.domain.persons import queries as persons
from tonggong.web.visits.recording.entries import entry_of, filled_in, place_of
from tonggong.web.visits.recording.forms import BASIC, WORKING, CorrectForm, RecordForm


def link(name: str, *arguments: object) -> str:
    """Return the address of a page, "" where no desk has it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _served(who: Who, person_id: int) -> Any:
    found = reach.served_person(who, person_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("casework.record")
def record(request: Request, person_id: int) -> HttpResponse:
    """Show the form of a visit, filled in with what is known; take in what was answered."""
    who, found = request.who, _served(request.who, person_id)
    known = prefill_of(found.pk, clock.today())
    target = _target(who, (request.POST if request.method == "POST" else request.GET).get("campaign_target", ""), found)
    first = {**filled_in(known), "campaign_target": target.pk if target else ""}
    kept = known.registration.support if known.registration else []
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        initial=first,
        spells=known.spells,
        needs=known.needs,
        kept=kept,
    )
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "campaign_target": target.pk if target else None}
        receipt = record_entry(who, entry_of(found.pk, said, first))
        if receipt.state != "refused":
            return redirect("visits:recorded", key=receipt.key)
        _show_wrongs(form, receipt)
    audit.record("view", who=who, subject="persons.Person", ids=[found.pk])
    status = 422 if form.is_bound else 200
    page = {**_shown(who, found, known, form), "campaign": target.campaign if target else None}
    return render(request, "visits/record.html", page, status=status)


def _target(who: Who, key: str, person: Any) -> Any:
    """The name on a running campaign's list for which somebody is visited; None where it is another's or none at all."""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    one = campaign_target(who, int(key))
    return one if one and one.campaign.closed_on is None and person_of(one).pk == person.pk else None


def _show_wrongs(form: RecordForm, receipt: Receipt) -> None:
    for wrong in receipt.wrongs:
        name = place_of(wrong.field)
        if name in form.fields and not form.fields[name].widget.is_hidden:
            form.add_error(name, wrong.words)
        else:
            form.add_error(None, str(wrong))


STEPS = ("见面", "基本信息", "工作和想法", "需要和服务", "约下次")


def _basic(found: Any, known: Prefill, form: RecordForm) -> list[tuple[str, str, str, bool]]:
    """What the ledger says of who and where she is, to be confirmed one by one: (code, title, words, ticked)."""
    tail = persons.phone_tails([found])[found.pk]
    home = name_of(known.residence or found.township_code)
    if known.residence and known.residence != found.township_code:
        home += f"（证件在{name_of(found.township_code)}）"
    said = {
        "identity": f"{found.name}，{found.get_sex_display()}，{persons.age_on(found, clock.today())} 岁，身份证尾号 {found.id_tail}",
        "certificate": persons.certificates_in_words([found]).get(found.pk, "没有登记残疾人证"),
        "contact": f"尾号 {tail}" if tail else "没有登记",
        "residence": home,
    }
    ticked = form["confirmed"].value() or []
    return [(code.value, code.label, said[code.value], code.value in ticked) for code in BASIC]


def _working(known: Prefill, form: RecordForm) -> list[tuple[str, str, str, bool]]:
    """What was known of her work and wish, as `_basic`."""
    last = known.verification
    said = {
        "work": "；".join(map(spell_words, known.spells)) or "没有在业记录",
        "reason": last.get_reason_display() if last and last.reason else "没有问过",
        "wish": last.get_wish_display() if last and last.wish else "没有问过",
    }
    ticked = form["confirmed"].value() or []
    return [(code.value, code.label, said[code.value], code.value in ticked) for code in WORKING]


def _shown(who: Who, found: Any, known: Prefill, form: RecordForm) -> dict[str, Any]:
    return {
        "person": found,
        "form": form,
        "known": known,
        "basic": _basic(found, known, form),
        "working": _working(known, form),
        "steps": STEPS,
        "case_url": link("casework:case", found.pk) if who.may("casework.read") else "",
    }


@require_GET
@duty("casework.record")
def recorded(request: Request, key: UUID) -> HttpResponse:
    """Show what was recorded, with its receipt, what waits for a decision, and the way to the next person."""
    who = request.who
    receipt, visit = receipt_of(who, key), visits.visit_by_key(who, key)
    if receipt is None or visit is None:
        raise Http404
    audit.record("view", who=who, subject="persons.Person", ids=[visit.person_id])
    page = {
        "receipt": receipt,
        "lines": [(("running", "还差") if NOT_YET in words else ("done", "已记"), words) for words in receipt.said],
        "visit": visit,
        "person": visit.person,
        "can_take_back": visits.may_take_back(who, key),
        "next_urls": [
            (words, url)
            for words, url in (
                ("今天要联系的人", link("visits:home")),
                ("我的专项行动名单", link("casework:campaign-mine") if visit.campaign_target_id else ""),
                ("四个一还差谁", link("casework:four-ones")),
                ("片区的人", link("federation:persons") if who.may("ledger.read") else ""),
            )
            if url
        ],
        "case_url": link("casework:case", visit.person_id),
    }
    return render(request, "visits/recorded.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@duty("casework.record")
def correct(request: Request, key: UUID) -> HttpResponse:
    """Correct what a visit recorded: the former words stay readable beside it."""
    who, visit = request.who, visits.visit_by_key(request.who, key)
    if visit is None:
        raise Http404
    verified = visits.verification_of(key)
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        initial=_as_it_was(visit, verified),
        is_verified=verified is not None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            corrections.correct_visit(who, key, *_corrected(form.cleaned_data))
        except corrections.CorrectionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已更正，原来的话也留着")
            return redirect(_page_of(who, visit))
    audit.record("view", who=who, subject="persons.Person", ids=[visit.person_id])
    shown = {
        "form": form,
        "visit": visit,
        "person": visit.person,
        "back_url": _page_of(who, visit),
        "has_receipt": receipt_of(who, key) is not None,
    }
    return render(request, "visits/correct.html", shown, status=422 if form.is_bound else 200)


def _page_of(who: Who, visit: Any) -> str:
    """Where a visit is read: its receipt, or the case of the person where it came without one, as a year taken over does."""
    if receipt_of(who, visit.key) is not None:
        return reverse("visits:recorded", args=[visit.key])
    return reverse("casework:case", args=[visit.person_id])


def _as_it_was(visit: Any, verified: Any) -> dict[str, Any]:
    names = ("on", "method", "present", "words", "note", "next_on")
    first = {name: getattr(visit, name) for name in names}
    first |= {"outcome": str(visit.outcome), "satisfied": str(visit.satisfied or "")}
    if verified is not None:
        employed = {True: "yes", False: "no", None: ""}[verified.is_employed]
        first |= {"is_employed": employed, "reason": str(verified.reason or ""), "wish": verified.wish}
    return first


def _corrected(said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], str]:
    visit = {name: said[name] for name in ("on", "method", "present", "words", "note", "next_on")}
    visit |= {"outcome": int(said["outcome"]), "satisfied": int(said["satisfied"]) if said["satisfied"] else None}
    verified = {}
    if "wish" in said:
        is_employed = {"yes": True, "no": False}.get(said["is_employed"])
        reason = int(said["reason"]) if said["reason"] and not is_employed else None
        verified = {"is_employed": is_employed, "reason": reason, "wish": said["wish"]}
    return visit, verified, said["because"]


@require_POST
@duty("casework.record")
def take_back(request: Request, key: UUID) -> HttpResponse:
    """Take an entry of today back whole."""
    visit = visits.visit_by_key(request.who, key)
    if visit is None:
        raise Http404
    try:
        corrections.take_back(request.who, key)
    except corrections.CorrectionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("visits:recorded", key=key)
    messages.success(request, "已撤回这次走访的记录，可以重新记")
    return redirect("visits:record", person_id=visit.person_id)
