"""The page of a figure that counts records: its number, what each county has, and where the records lie."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import counties
from tonggong.base.installation import clock
from tonggong.domain.reporting.records import BESIDE, RECORDS, Reckoned, RecordIndicator, written
from tonggong.rules.figures import FigureMissing
from tonggong.web.committee.forms import DaysForm
from tonggong.web.committee.pages import figure_url
from tonggong.web.components import parts, words
from tonggong.web.components.rows import address

KINDS = {"complaints": "劳动投诉", "words": "本人的话", "reliefs": "优惠和放宽"}


@dataclass(frozen=True, slots=True)
class Line:
    """What a county has; `url` opens its records, "" where nobody may here."""

    name: str
    value: str
    of: str
    url: str


def of_words(found: Reckoned) -> str:
    """What a share is a share of, "" for a count."""
    return f"{found.of:,} 件里 {found.counted:,} 件" if found.of and not found.is_closed else ""


def opens(who: Who, one: RecordIndicator, as_of: date, known: date | None, place: str = "") -> str:
    """The register that holds the records of a number, up to the same day; "" for whoever may not open it."""
    desk, what = one.rows
    if not desk or not one.may_open(who):
        return ""
    if desk == "complaints":
        on = min(as_of, known) if known else as_of
        return address("casework:complaints", figure=what, year=as_of.year, on=on, place=place)
    return address("federation:reliefs-channel", what, on=as_of, known=known, place=place)


def record_figure(request: Request, one: RecordIndicator) -> HttpResponse:
    """Show a figure of records on a day, by what was known at the end of a day."""
    who, today = request.who, clock.today()
    if one.duty and not who.may(one.duty):
        raise PermissionDenied(one.duty)
    form = DaysForm(request.GET if "as_of" in request.GET or "known" in request.GET else None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    days: dict[str, date | None] = {name: said.get(name) for name in ("as_of", "known")}
    for name, day in days.items():
        if day is not None and day > today:
            form.add_error(name, "这一天还没有到，请写今天或以前的日子。")
            days[name] = None
    as_of, known, missing = days["as_of"] or today, days["known"], ""
    try:
        found, each = one.figure(who, as_of, known), one.by_county(who, as_of, known)
    except FigureMissing as lacking:
        found, each, missing = Reckoned(None, one.unit, 0), [], str(lacking)
    codes = {county.name: county.code for county in counties()}
    lines = [
        Line(
            name,
            written(part, BESIDE),
            of_words(part),
            opens(who, one, as_of, known, codes[name]) if part.counted else "",
        )
        for name, part in each
    ]
    kind = one.key.split(".")[0]
    near = [parts.Choice(two.title, figure_url(who, key, as_of=as_of, known=known), key == one.key)
            for key, two in RECORDS.items() if key.startswith(f"{kind}.")]  # fmt: skip
    if not form.is_bound:
        form = DaysForm(initial={"as_of": as_of, "known": known})
    page = {
        "one": one, "found": found, "value": written(found), "unit": "" if found.unit == "%" else found.unit or one.unit,
        "of": of_words(found), "url": opens(who, one, as_of, known) if not found.is_closed else "", "lines": lines,
        "steps": [(words.with_days(step.text), step.source) for step in found.steps], "as_of": as_of, "known": known, "days": form, "missing": missing, "kind": KINDS[kind],
        "near": near, "is_sealed": not one.opens, "has_closed": any(part.is_closed for _name, part in each),
    }  # fmt: skip
    return render(request, "committee/record_figure.html", page, status=422 if form.errors else 200)
