"""A list of persons as rows of HTML: the longest part of a long page, so it is written at once and not by a template."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from tonggong.base.divisions.queries import name_of
from tonggong.domain.employment.queries import form_name, work_on
from tonggong.domain.persons import queries as persons

_ROW = (
    '<tr><th scope="row"><a href="{url}">{name}</a></th>'
    '<td data-label="身份证"><span class="tail">尾号 {tail}</span></td>'
    '<td data-label="性别、年龄">{sex}，{age} 岁</td>'
    '<td data-label="证件">{papers}</td>'
    '<td data-label="就业">{work}</td>'
    '<td data-label="乡镇街道">{place}</td>{merge}</tr>\n'
)
_NOBODY = '<span class="quiet">{}</span>'


def place_words(county_code: str, township_code: str) -> str:
    """Return 盘山县 胡家镇."""
    return " ".join(name_of(code) for code in (county_code, township_code) if code)


def rows_of(people: Sequence[Any], day: date, merge_into: int | None = None) -> SafeString:
    """Return the rows of a list: three queries, however many persons they are.

    Args:
        day: the day on which age and work are told.
        merge_into: the person that each of these may be the same as; adds a way to compare the two.
    """
    tails, papers, work = persons.id_tails(people), persons.certificates_in_words(people), work_on(people, day)
    page = reverse("federation:person", args=[0]).removesuffix("0/")
    return mark_safe("".join(_row(one, day, page, tails, papers, work, merge_into) for one in people))


def _row(
    one: Any, day: date, page: str, tails: dict[int, str], papers: dict[int, str], work: dict[int, tuple[str, str]],
    merge_into: int | None,
) -> str:  # fmt: skip
    return _ROW.format(
        url=f"{page}{one.pk}/",
        name=escape(one.name),
        tail=escape(tails[one.pk]),
        sex=persons.SEX[one.sex],
        age=persons.age_on(one, day),
        papers=escape(papers[one.pk]) if one.pk in papers else _NOBODY.format(persons.KIND[one.kind]),
        work=_work(work.get(one.pk), one.died_on is not None),
        place=escape(place_words(one.county_code, one.township_code)),
        merge=_merge(one, merge_into) if merge_into else "",
    )


def _work(spell: tuple[str, str] | None, is_dead: bool) -> str:
    if is_dead:
        return _NOBODY.format("已去世")
    if spell is None:
        return _NOBODY.format("无在业记录")
    unit, form = escape(spell[0]), escape(form_name(spell[1]))
    return f'<span>{unit}<span class="sub">{form}</span></span>' if unit else f"<span>{form}</span>"


def _merge(one: Any, kept: int) -> str:
    url = reverse("federation:merge", args=[kept, one.pk])
    return f'<td data-label="合并"><a href="{url}">对照后合并<span class="vh">：{escape(one.name)}</span></a></td>'
