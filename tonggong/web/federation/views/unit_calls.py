"""Calling and writing to a unit: whom to call, the whole number for a stated reason, the one-page letter."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.installation import clock
from tonggong.domain.cooperation.queries import reports
from tonggong.domain.employers import contacts
from tonggong.domain.employers import queries as employers
from tonggong.domain.quota.own import own_year
from tonggong.domain.quota.queries import years_made
from tonggong.domain.reporting.papers import levy_letter
from tonggong.rules.figures import FigureMissing
from tonggong.web.components.contact_form import ContactForm
from tonggong.web.components.documents import download
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.history import Sources, evidence_of, known_words
from tonggong.web.federation.people_forms import ReasonForm


class StaffContactForm(ContactForm):
    """The same with where staff know it from."""

    ground = forms.CharField(
        label="从哪里知道的",
        max_length=200,
        help_text="例如 单位来电、来函",
        error_messages={"required": "请写从哪里知道的"},
    )


def called(who: Who, unit: Any) -> dict[str, Any]:
    """Whom to call at a unit, for its page: name, tail of the number, where it stands, and who was named before."""
    row, past = contacts.contact_of(unit), contacts.history_of(unit)
    sources = Sources(past if row is None else [row, *past])
    return {
        "row": row, "tail": contacts.tails([row])[row.pk] if row else "", "may_unmask": who.may("ledger.unmask"),
        "may_say": who.may("quota.manage"), "chips": evidence_of(row, sources) if row else [],
        "known": known_words(row, sources) if row else "", "url": reverse("federation:unit-phone", args=[unit.pk]),
        "past": [
            {"row": one, "chips": evidence_of(one, sources), "known": known_words(one, sources, until=one.known_until)}
            for one in past
            if one.known_until is not None
        ],
    }  # fmt: skip


def calls(units: list[Any]) -> dict[int, dict[str, Any]]:
    """Whom to call at some units, by their keys, with the tail of the number and the way to the whole one."""
    found = contacts.contacts_of(units)
    tails = contacts.tails(found.values())
    return {
        key: {"row": row, "tail": tails[row.pk], "url": reverse("federation:unit-phone", args=[key])}
        for key, row in found.items()
    }


def letters(who: Who, unit: Any) -> dict[str, Any]:
    """The letters that went to a unit, each once, and the way to write one; nothing for who may not know."""
    if not who.may("cooperation.read"):
        return {}
    return {"rows": reports.letters_to(who, unit), "may_write": who.may("cooperation.manage")}


def _unit(who: Who, unit_id: int) -> Any:
    found = employers.unit(who, unit_id)
    if found is None:
        raise Http404
    return found.in_use if who.covers(found.in_use.county_code) else found


def _back(who: Who, unit: Any) -> str:
    return reverse("federation:unit" if who.may("ledger.read") else "federation:quota-unit", args=[unit.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@duty("quota.manage")
def contact(request: Request, unit_id: int) -> HttpResponse:
    """Say whom to call at a unit."""
    who, found = request.who, _unit(request.who, unit_id)
    row = contacts.contact_of(found)
    form = StaffContactForm(request.POST or None, initial={"name": row.name, "role": row.role} if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.say_contact(who, found, **form.cleaned_data)
        except contacts.ContactRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{found.name}的联系人已登记；以前登记的还留着。")
            return HttpResponseRedirect(_back(who, found))
    page = {"unit": found, "form": form, "back": _back(who, found)}
    return render(request, "federation/unit_contact.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("ledger.unmask")
def phone(request: Request, unit_id: int) -> HttpResponse:
    """Ask for a reason, then show a contact's whole number once; the trail says who saw it."""
    who, found = request.who, _unit(request.who, unit_id)
    row, form, shown = contacts.contact_of(found), ReasonForm(request.POST or None), ""
    form.fields["reason"].help_text = "例如 打电话催报安排计划"
    if request.method == "POST" and row is not None and form.is_valid():
        try:
            shown = contacts.show_phone(who, row, form.cleaned_data["reason"])
        except contacts.ContactRefused as why:
            form.add_error("reason", str(why))
    page = {"unit": found, "contact": row, "form": form, "number": shown, "back": _back(who, found)}
    return render(request, "federation/unit_phone.html", page, status=422 if form.errors else 200)


@require_GET
@never_cache
@duty("cooperation.manage")
def letter(request: Request, unit_id: int) -> HttpResponse:
    """Hand out the one-page letter to a unit on a year: its own figures, nobody named, and noted."""
    who, found = request.who, _unit(request.who, unit_id)
    year = pages.year_of_address(request, years_made(who))
    own = own_year(reports.as_unit(found), year)
    if own is None or own.quota is None:
        messages.warning(request, f"{year}年还没有这家单位可写的数，出不了告知信。")
        return HttpResponseRedirect(_back(who, found))
    try:
        paper = levy_letter.letter(found.name, own, clock.today(), contacts.addressed(found))
    except FigureMissing as why:
        messages.warning(request, f"告知信写不成：{why}")
        return HttpResponseRedirect(_back(who, found))
    levy_letter.note_release(who, found, year)
    return download(levy_letter.as_docx(paper), levy_letter.MEDIA_TYPE, f"{found.name}{paper.title}.docx")
