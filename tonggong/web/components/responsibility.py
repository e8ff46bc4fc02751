"""The passage on placements for a report on social responsibility, as the unit and the staff see it alike."""

from typing import Any

from django import forms
from django.http import Http404

from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock
from tonggong.domain.cooperation.choices import ReportKind
from tonggong.domain.cooperation.queries.reports import Passage, passage_rows
from tonggong.web.components import rows as rows_of
from tonggong.web.components.asked import whole_number
from tonggong.web.components.forms import DayField, WholeField
from tonggong.web.components.parts import Choice

YEARS = 5


class FilingForm(forms.Form):
    """A report that was filed."""

    year = WholeField(label="报告年度", min_value=2013, max_value=2100, error_messages={"required": "请写报告年度"})
    kind = forms.ChoiceField(label="报告种类", choices=ReportKind.choices)
    filed_on = DayField(label="发布日期", error_messages={"required": "请写发布的日期"})
    link = forms.URLField(
        label="链接",
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": "链接要写完整，例如 https://例子.公司/报告"},
    )
    evidence = forms.CharField(
        label="凭据", max_length=200, help_text="例如 报告名称和页码", error_messages={"required": "请写凭据"}
    )


def asked_year(request: Request) -> int:
    """The year that an address names, else last year. Raises Http404: a year that can't have a report."""
    today, text = clock.today(), request.GET.get("year") or request.POST.get("of")
    year = whole_number(text) if text else today.year - 1
    if year is None or not 2013 <= year <= today.year:
        raise Http404
    return year


def years(url: str, year: int) -> list[Choice]:
    """The years to choose from."""
    this = clock.today().year
    every = sorted({*range(this - YEARS + 1, this + 1), year}, reverse=True)
    return [Choice(f"{one}年", f"{url}?year={one}", one == year, value=str(one)) for one in every]


def figures_of(found: Passage, url: str) -> list[dict[str, Any]]:
    """The four figures, each with the address of its rows."""
    return [{"figure": one, "url": f"{url}?year={found.year}&figure={one.key}"} for one in found.figures]


def opened(request: Request, found: Passage, back: tuple[str, str]) -> rows_of.Rows:
    """The rows behind one of the four figures. Raises Http404: there is no such figure."""
    key = request.GET.get("figure") or found.figures[0].key
    figure = next((one for one in found.figures if one.key == key), None)
    if figure is None:
        raise Http404
    columns, every, note = passage_rows(found, key)
    shown, total, paging = rows_of.paged(request, every, lambda one: one.key, "行")
    lines = [rows_of.Row(one.person_id, one.name, "", one.cells) for one in shown]
    title = f"{found.year}年{figure.label} {figure.value}{figure.unit if figure.unit == '%' else f' {figure.unit}'}"
    return rows_of.Rows(title, back, clock.today(), columns, lines, total, paging, "行", note)
