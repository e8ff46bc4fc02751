"""合作单位: the working list, each partner with its log, what it brought, and the rows behind every number."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.cooperation.queries import partners as queries
from tonggong.domain.cooperation.services import partners as services
from tonggong.domain.posts import queries as offers
from tonggong.domain.reporting.tasks import refresh_soon
from tonggong.rules.days import in_words
from tonggong.rules.masking import mask_name
from tonggong.web.components import rows as rows_of
from tonggong.web.components.asked import whole_number
from tonggong.web.federation import cooperation_forms as forms_of
from tonggong.web.federation.cooperation_pages import done_or_again, found_or_404, places, rooms
from tonggong.web.federation.pages import name_for


def _line(line: Any, names: dict[str, str]) -> dict[str, Any]:
    pk = line.partner.pk
    return {
        "line": line, "url": reverse("federation:cooperation-partner", args=[pk]), "place": name_of(line.partner.county_code),
        "kind": names.get(line.partner.kind, line.partner.kind),
        "tag": ("overdue", "久未联系") if line.is_quiet else ("done", "联系正常"),
        "posts_url": rows_of.address("federation:cooperation-posts", pk), "because": line.standing.because,
        "placed_url": rows_of.address("federation:cooperation-placements", pk),
    }  # fmt: skip


def _list_page(request: Request, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    who, today = request.who, clock.today()
    names = queries.kinds(who, today)
    lines = [_line(one, names) for one in queries.working_list(who, today)]
    if form is None and who.may("cooperation.manage"):
        form = forms_of.PartnerForm(list(names.items()), places(who))
    page = {
        "rooms": rooms("cooperation"), "lines": lines, "form": form, "today": today,
        "quiet": sum(1 for one in lines if one["line"].is_quiet),
        "posts": sum(one["line"].posts for one in lines), "placed": sum(one["line"].placed for one in lines),
    }  # fmt: skip
    return render(request, "federation/cooperation.html", page, status=status)


@require_GET
@duty("cooperation.read")
def listed(request: Request) -> HttpResponse:
    """List the partners, those left without contact first."""
    return _list_page(request)


@require_POST
@duty("cooperation.manage")
def add(request: Request) -> HttpResponse:
    """Register a partner."""
    who = request.who
    form = forms_of.PartnerForm(list(queries.kinds(who, clock.today()).items()), places(who), request.POST)
    return done_or_again(
        request, form, lambda said: services.add_partner(who, **said), "合作单位已登记。",
        reverse("federation:cooperation"), lambda again: _list_page(request, again, 422),
    )  # fmt: skip


def _page(request: Request, row: Any, status: int = 200, **forms_again: forms.Form) -> HttpResponse:
    who, today = request.who, clock.today()
    line = queries.working_list(who, today, row)[0]
    asked = request.GET.get("unit", "").strip().upper()[:18]
    may = who.may("cooperation.manage") and row.ended_on is None
    page = {
        **_line(line, queries.kinds(who, today)), "partner": row, "may": may, "today": today, "asked": asked,
        **queries.entries(row), "why": forms_of.WhyForm(),
        "contact": forms_of.ContactForm(initial={"on": today}), "agreement": forms_of.AgreementForm(),
        "brought": forms_of.BroughtForm(initial={"on": today}), "linked": forms_of.LinkForm(), **forms_again,
    }  # fmt: skip
    if who.may("posts.read"):
        page["offers"] = offers.posts(who, brought=("partner", row.pk)).count()
        page["offers_url"] = rows_of.address("federation:posts-list", brought=f"partner-{row.pk}")
    if may and who.may("posts.enter"):
        page["offer_url"] = rows_of.address("federation:posts-new", brought=f"partner-{row.pk}")
    if who.may("posts.read"):
        page["offers"] = offers.posts(who, brought=("partner", row.pk)).count()
        page["offers_url"] = rows_of.address("federation:posts-list", brought=f"partner-{row.pk}")
    if may and who.may("posts.enter"):
        page["offer_url"] = rows_of.address("federation:posts-new", brought=f"partner-{row.pk}")
    if may:
        found = queries.candidates(who, row, today, asked)
        page["candidates"] = [(one, name_for(who, one.person.name)) for one in found]
        if found:
            audit.record("view", who=who, subject="persons.Person", ids=sorted({one.person_id for one in found}))
    return render(request, "federation/cooperation_partner.html", page, status=status)


@require_GET
@duty("cooperation.read")
def partner(request: Request, partner_id: int) -> HttpResponse:
    """One partner: agreements, contacts, posts, placements."""
    return _page(request, found_or_404(queries.partner(request.who, partner_id)))


@require_POST
@duty("cooperation.manage")
def write(request: Request, partner_id: int, what: str) -> HttpResponse:
    """Write something down of a partner: contact, agreement, brought, linked, end."""
    who = request.who
    row = found_or_404(queries.partner(who, partner_id))
    url = reverse("federation:cooperation-partner", args=[row.pk])

    def link(said: dict[str, Any]) -> None:
        spell = found_or_404(queries.spell(who, said["spell"]))
        services.link_placement(who, row, spell, said["evidence"])
        refresh_soon()

    def bring(said: dict[str, Any]) -> None:
        services.add_posts(who, row, title=said.pop("post"), **said)

    ways: dict[str, tuple[type[forms.Form], Any, str]] = {
        "contact": (forms_of.ContactForm, lambda said: services.add_contact(who, row, **said), "联系已记下。"),
        "agreement": (forms_of.AgreementForm, lambda said: services.add_agreement(who, row, **said), "协议已登记。"),
        "brought": (forms_of.BroughtForm, bring, "岗位已登记。"),
        "linked": (forms_of.LinkForm, link, "带来的就业已登记。"),
        "end": (forms.Form, lambda said: services.end_partner(who, row, clock.today()), "合作已结束。"),
    }
    form_class, act, words = found_or_404(ways.get(what))
    return done_or_again(
        request, form_class(request.POST), act, words, url, lambda again: _page(request, row, 422, **{what: again})
    )


@require_POST
@duty("cooperation.manage")
def take_back(request: Request, kind: str, entry_id: int) -> HttpResponse:
    """Take an entry of a partner back."""
    who = request.who
    row = found_or_404(queries.entry(who, kind, entry_id))

    def act(said: dict[str, Any]) -> None:
        services.withdraw(who, row, said["why"])
        if kind == "placement":
            refresh_soon()

    return done_or_again(
        request, forms_of.WhyForm(request.POST, auto_id=f"%s-{kind}-{entry_id}"), act, "记录已撤销，原来的还看得到。",
        reverse("federation:cooperation-partner", args=[row.partner_id]),
        lambda again: _page(request, row.partner, 422, why=again),
    )  # fmt: skip


@require_GET
@duty("cooperation.read")
def posts(request: Request, partner_id: int | None = None) -> HttpResponse:
    """The posts that a partner, or all of them, brought by a day."""
    who, day = request.who, rows_of.day_of(request)
    of = found_or_404(queries.partner(who, partner_id)) if partner_id is not None else None
    every = list(queries.posts(who, day, of))
    shown, _total, paging = rows_of.paged(request, every, lambda one: one.pk, "条")
    lines = [
        rows_of.Row(
            None, one.unit_name, "", (one.title, f"{one.posts} 个", in_words(one.on), one.partner.name, one.evidence)
        )
        for one in shown
    ]
    note = f"{len(every)} 条登记，合计 {sum(one.posts for one in every)} 个岗位。"
    page = rows_of.Rows(
        f"{of.name if of else '合作单位'}带来的岗位", _back(of), day, ("用人单位", "岗位", "个数", "哪天", "合作单位", "凭据"),
        lines, sum(one.posts for one in every), paging, "个", note,
    )  # fmt: skip
    return rows_of.rows_page(request, page)


@require_GET
@duty("cooperation.read")
def placements(request: Request, partner_id: int | None = None) -> HttpResponse:
    """The employments that a partner, or all of them, brought by a day; names as this post may read them."""
    who, day = request.who, rows_of.day_of(request)
    of = found_or_404(queries.partner(who, partner_id)) if partner_id is not None else None
    shown, total, paging = rows_of.paged(request, queries.placements(who, day, of), lambda one: one.link.pk, "人次")
    may_open = who.may("casework.read")
    lines = [
        rows_of.Row(
            one.link.person_id, one.link.person.name if may_open else mask_name(one.link.person.name),
            reverse("federation:person", args=[one.link.person_id]) if who.may("ledger.read") else "",
            (one.spell.unit_name or "—", in_words(one.spell.started_on), in_words(one.spell.ended_on) if one.spell.ended_on else "在职",
             one.link.partner.name, one.link.evidence),
        )
        for one in shown
    ]  # fmt: skip
    page = rows_of.Rows(
        f"{of.name if of else '合作单位'}带来的就业", _back(of), day, ("姓名", "单位", "开始", "结束", "合作单位", "凭据"), lines,
        total, paging, "人次", "有凭据登记、就业记录还成立的才算。",
    )  # fmt: skip
    return rows_of.rows_page(request, page)


def _back(of: Any) -> tuple[str, str]:
    if of is None:
        return reverse("federation:cooperation"), "合作单位"
    return reverse("federation:cooperation-partner", args=[of.pk]), of.name


def asked_year(request: Request) -> int:
    """The year that an address names, else last year's, of which reports tell."""
    today = clock.today()
    found = whole_number(request.GET.get("year"))
    return found if found and 2013 <= found <= today.year else today.year - 1
