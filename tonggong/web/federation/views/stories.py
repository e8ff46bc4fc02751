"""典型案例: written, agreed to with a date, published; taken off at once when the consent is taken back."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.cooperation.choices import Place, StoryKind, StoryState
from tonggong.domain.cooperation.queries import stories as queries
from tonggong.domain.cooperation.services import CooperationRefused
from tonggong.domain.cooperation.services import stories as services
from tonggong.domain.employers.queries import units
from tonggong.domain.employment.queries import form_name
from tonggong.domain.persons.queries import person as person_seen
from tonggong.rules.masking import mask_name
from tonggong.web.components.words import long_day as day_words
from tonggong.web.federation import cooperation_forms as forms_of
from tonggong.web.federation.cooperation_pages import done_or_again, found_or_404, places, rooms
from tonggong.web.federation.pages import note_view

TAGS = {
    StoryState.DRAFT: "waiting", StoryState.PUBLISHED: "done", StoryState.WITHDRAWN: "overdue",
    StoryState.TAKEN_DOWN: "info",
}  # fmt: skip
PLACES = {str(key): str(name) for key, name in Place.choices}


def _tag(row: Any) -> tuple[str, str]:
    return TAGS[StoryState(row.state)], row.get_state_display()


def _list_page(request: Request, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    who = request.who
    of = _unit_asked(request)
    people = _people(who, of) if who.may("cooperation.manage") else []
    if form is None and who.may("cooperation.manage"):
        form = forms_of.StoryForm(places(who), people)
    note_view(who, [pk for pk, _words in people])
    rows = [(row, _tag(row), name_of(row.county_code)) for row in queries.stories(who)]
    page = {"rooms": rooms("cooperation-stories"), "rows": rows, "form": form, "of": of, "has_people": bool(people)}
    return render(request, "federation/cooperation_stories.html", page, status=status)


def _unit_asked(request: Request) -> str:
    """The code of the unit whose people are to be chosen from, "" where none was asked for."""
    return (request.POST if request.method == "POST" else request.GET).get("of", "").strip().upper()[:18]


def _people(who: Who, code: str) -> list[tuple[int, str]]:
    """Who works at a unit, each with a masked name, form and since when: enough to tell them apart, too little to read out."""
    if not code:
        return []
    return [
        (row.person_id, f"{mask_name(row.person.name)}　{form_name(row.form)}，{day_words(row.started_on)}起")
        for row in queries.placed_at(who, code, clock.today())
    ]


@require_GET
@duty("cooperation.read")
def listed(request: Request) -> HttpResponse:
    """List the cases and how far each is."""
    return _list_page(request)


@require_POST
@duty("cooperation.manage")
def write(request: Request) -> HttpResponse:
    """Write a case as a draft."""
    who = request.who
    form = forms_of.StoryForm(places(who), _people(who, _unit_asked(request)), request.POST, request.FILES)

    def act(said: dict[str, Any]) -> None:
        code, pk, picture = said.pop("unit_code").strip().upper(), said.pop("person_id"), said.pop("picture")
        unit = next((one for one in units(who, words=code) if one.code == code), None) if code else None
        person = person_seen(who, pk) if pk else None
        if (code and unit is None) or (pk and person is None):
            raise CooperationRefused("辖区里没有这家单位或这个人，请核对代码或编号。")
        services.write_story(who, person=person, unit=unit, picture=picture.read() if picture else None, **said)

    return done_or_again(
        request, form, act, "案例草稿已存。登记同意以后才能发布。", reverse("federation:cooperation-stories"),
        lambda again: _list_page(request, again, 422),
    )  # fmt: skip


def _page(request: Request, row: Any, status: int = 200, **forms_again: forms.Form) -> HttpResponse:
    who, standing = request.who, queries.standing_consent(row)
    if row.person_id:
        audit.record("view", who=who, subject="persons.Person", ids=[row.person_id])
    is_of_unit = row.kind == StoryKind.UNIT
    page = {
        "story": row, "tag": _tag(row), "place": name_of(row.county_code), "may": who.may("cooperation.manage"),
        "consents": [(one, "、".join(PLACES[p] for p in one.places)) for one in queries.consents(row)],
        "standing": standing, "covers": queries.covers(standing, row), "steps": steps_of(row),
        "is_public": row.state == StoryState.PUBLISHED, "public_url": reverse("portal:story", args=[row.number]),
        "consent": forms_of.ConsentForm(initial={
            "given_on": clock.today(), "given_by": "unit" if is_of_unit else "self", "places": list(PLACES),
        }), "why": forms_of.WhyForm(), "is_of_unit": is_of_unit, **forms_again,
    }  # fmt: skip
    return render(request, "federation/cooperation_story.html", page, status=status)


@require_GET
@duty("cooperation.read")
def story(request: Request, story_id: int) -> HttpResponse:
    """One case with its consents and its steps."""
    return _page(request, found_or_404(queries.story(request.who, story_id)))


@require_POST
@duty("cooperation.manage")
def step(request: Request, story_id: int, what: str) -> HttpResponse:
    """Take a step with a case: consent, publish, withdraw, down."""
    who = request.who
    row = found_or_404(queries.story(who, story_id))
    by = request.POST.get("by", "unit" if row.kind == StoryKind.UNIT else "self")
    ways: dict[str, tuple[type[forms.Form], Any, str]] = {
        "consent": (forms_of.ConsentForm, lambda said: services.agree(who, row, **said), "同意已登记。"),
        "publish": (forms.Form, lambda said: services.publish(who, row), "案例已发布。"),
        "withdraw": (
            forms.Form,
            lambda said: services.withdraw_consent(who, row, by),
            "同意已撤回，公开网页和订阅里已经没有了。",
        ),
        "down": (forms_of.WhyForm, lambda said: services.take_down(who, row, said["why"]), "案例已下架。"),
    }
    form_class, act, words = found_or_404(ways.get(what))
    return done_or_again(
        request, form_class(request.POST), act, words, reverse("federation:cooperation-story", args=[row.pk]),
        lambda again: _page(request, row, 422, **{"why" if what == "down" else what: again}),
    )  # fmt: skip
