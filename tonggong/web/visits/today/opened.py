"""The rows behind the figures of one's own page: one's people, and what they are owed."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.domain.worklist.mine import ONES, STATES, VOLUNTARY, my_owed, my_people
from tonggong.web.components import rows
from tonggong.web.components.words import long_day


@require_GET
@duty("casework.read")
def mine_rows(request: Request) -> HttpResponse:
    """Name the people of one's own list, or those among them to whom one of the four is owed, done, overdue."""
    day, one, state = rows.day_of(request), request.GET.get("one", ""), request.GET.get("state", "owed")
    if one not in ("", VOLUNTARY, *ONES) or state not in STATES:
        raise Http404
    back, note = (reverse("visits:mine"), "我的"), "名下的人按现在的分派。"
    if not one:
        people, total, paging = rows.paged(request, my_people(request.who), lambda person: person.pk, "人")
        lines = [
            rows.Row(person.pk, person.name, _case(person.pk), (name_of(person.township_code),)) for person in people
        ]
        found = rows.Rows("我名下的人", back, day, ("姓名", "乡镇街道"), lines, total, paging, "人", note)
        return rows.rows_page(request, found)
    shown, total, paging = rows.paged(request, my_owed(request.who, one, state, day), lambda row: row.pk, "人")
    lines = [
        rows.Row(row.person_id, row.person.name, _case(row.person_id), (
            f"{long_day(row.done_on)}办的" if row.done_on else f"期限 {long_day(row.due_on)}",
            "办了" if row.done_on else "逾期" if row.due_on < day else "还没办", name_of(row.person.township_code),
        ))
        for row in shown
    ]  # fmt: skip
    title = "我名下的人：超龄、自愿参加" if one == VOLUNTARY else f"我名下的人：{ONES[one]}，{STATES[state]}"
    columns = ("姓名", "哪天", "怎样了", "乡镇街道")
    return rows.rows_page(request, rows.Rows(title, back, day, columns, lines, total, paging, "人", note))


def _case(person_id: int) -> str:
    return reverse("casework:case", args=[person_id])
