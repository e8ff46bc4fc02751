"""The day's people as cards: who, why, what to do, and the account of her place in the order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tonggong.base.accounts.who import Who
from tonggong.domain.worklist.queries import Found, Task, Way, ways
from tonggong.domain.worklist.reasons.asked import day_words
from tonggong.rules.ages import age_on
from tonggong.web.components.templatetags.tonggong import tag

_ANYBODY = 9999999999
WEEKDAYS = "一二三四五六日"
MORE = 2  # further reasons shown on a card; all of them stand in its account
# Of these the file or the paper says one thing and the person may say another: what is wanted is an answer.
TO_VERIFY = frozenset({"death_reported", "insurance_stopped", "feed_change", "entry_conflict"})

CAMPAIGN = "campaign_target"  # the reason of a name on a campaign's list; its fact is the row of that name


def weekday(day: date) -> str:
    """Return 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


_CARD = (
    '<li class="sheet card-today{next}" id="p{pk}"><div class="card-name"><span class="disc" aria-hidden="true">{number}</span>'
    '<{level}><a href="{page}">{name}</a> <span class="quiet">{age} 岁</span></{level}>{tag}</div>'
    '<p class="because">{because}</p>{more}{writes}{buttons}'
    '<details class="account"><summary><b>为什么排在这里</b><span class="vh">：{name}，</span><span class="quiet">{points} 分</span></summary>'
    '<ul class="lines">{lines}</ul></details></li>\n'
)
_BUTTONS = (
    '<div class="card-buttons"><a class="button{main}" href="{visit}">记走访<span class="vh">：{name}</span></a>{call}'
    '<form method="post" action="{later}">{token}{back}<button class="button">改天<span class="vh">：{name}</span></button></form></div>'
)
_CALL = '<form method="post" action="{url}">{token}<button class="button">{words}<span class="vh">：{name}</span></button></form>'
_LINE = '<li><p><b>{sentence}</b></p><p class="small quiet">{formula}</p><div class="small reason-ways">{evidence}{done}</div></li>'
_DONE = (
    '<form method="post" action="{url}">{token}<input type="hidden" name="reason" value="{key}">'
    '<input type="hidden" name="fact" value="{fact}">{back}'
    '<button class="link-button">{words}<span class="vh">：{title}，{name}</span></button></form>'
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list's cards have in common: who looks, on which day, and where a button leads back to."""

    who: Who
    day: date
    token: str
    here: str
    level: str = "h2"  # of the heading: one deeper where places have headings of their own
    halves: dict[str, tuple[str, str]] = field(default_factory=dict)  # of the addresses, around a person's key

    def address(self, page: str, person_id: int) -> str:
        """The address of a person's page; each page is looked up once a list."""
        if (halves := self.halves.get(page)) is None:
            before, after = reverse(page, args=[_ANYBODY]).split(str(_ANYBODY))
            halves = self.halves[page] = before, after
        return f"{halves[0]}{person_id}{halves[1]}"

    @property
    def back(self) -> str:
        """The field that says where to return."""
        return f'<input type="hidden" name="back" value="{escape(self.here)}">'


def cards_of(shown: Shown, tasks: Sequence[Task], first: int = 1) -> list[SafeString]:
    """Return the cards of a list; two queries, however many people.

    They are the longest part of the start page and are written at once, not by a template. The first card of a list has
    its filled button.
    """
    found: dict[int, Way] = ways([task.person_id for task in tasks]) if tasks else {}
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', shown.token)
    return [
        mark_safe(_card(shown, task, found[task.person_id], n, token, is_next=n == 1))
        for n, task in enumerate(tasks, first)
    ]


def _card(shown: Shown, task: Task, way: Way, number: int, token: str, *, is_next: bool) -> str:
    who, name = shown.who, escape(task.name)
    account = task.points
    more = [escape(one.hit.sentence) for one in task.found[1 : 1 + MORE]]
    if len(task.found) > 1 + MORE:
        more.append(f"还有 {len(task.found) - 1 - MORE} 件")
    return _CARD.format(
        next=" next" if is_next else "", level=shown.level, pk=task.person_id, number=number, name=name, age=age_on(task.born_on, shown.day),
        page=shown.address("federation:person", task.person_id), tag=tag(*tag_of(task)), because=escape(task.first.hit.sentence),
        more=f'<p class="quiet">{"；".join(more)}</p>' if more else "",
        writes='<p class="quiet">听力或言语不便：发短信或写字，不打电话。</p>' if way.writes and task.may_be_called else "",
        buttons=_buttons(shown, task, way, token, is_next=is_next) if who.may("casework.record") else "",
        points=account.value,
        lines="".join(
            _line(shown, task, one, step.text, token) for one, step in zip(task.found, account.steps, strict=True)
        ),
    )  # fmt: skip


def for_campaign(found: Iterable[Found]) -> str:
    """Return what the address of a visit's form says further: the name on a campaign's list that it is for, "" for none."""
    facts = (one.hit.fact for one in found if one.reason.key == CAMPAIGN)
    return next((f"?campaign_target={key}" for fact in facts if (key := fact.rpartition(":")[2])), "")


def _buttons(shown: Shown, task: Task, way: Way, token: str, *, is_next: bool) -> str:
    name, call = escape(task.name), ""
    if way.has_phone and task.may_be_called and shown.who.may("ledger.unmask"):
        url = shown.address("visits:today-call", task.person_id)
        call = _CALL.format(url=url, token=token, words="发短信" if way.writes else "打电话", name=name)
    return _BUTTONS.format(
        main=" main" if is_next else "", name=name, call=call,
        visit=shown.address("visits:record", task.person_id) + for_campaign(task.found),
        later=shown.address("visits:today-later", task.person_id), token=token, back=shown.back,
    )  # fmt: skip


def _line(shown: Shown, task: Task, one: Found, account: str, token: str) -> str:
    name, title, on, done = escape(task.name), escape(one.reason.title), day_words(one.hit.on, shown.day), ""
    url = _evidence(shown, task, one)
    evidence = (
        f'<a href="{escape(url)}">看依据（{on}）<span class="vh">：{title}，{name}</span></a>'
        if url
        else f"依据日期 {on}"
    )
    if shown.who.may("casework.record"):
        done = _DONE.format(
            url=shown.address("visits:today-done", task.person_id), token=token, key=one.reason.key,
            fact=escape(one.hit.fact), back=shown.back, title=title, name=name,
            words="办好了" if one.reason.is_ticked else "办了，去记下来",
        )  # fmt: skip
    return _LINE.format(
        sentence=escape(one.hit.sentence), formula=escape(account.removeprefix(f"{one.hit.sentence}：").rstrip("。")),
        evidence=evidence, done=done,
    )  # fmt: skip


def tag_of(task: Task) -> tuple[str, str]:
    """Return kind and words of a card's tag: the term of the weightiest reason that has one, else what is wanted."""
    left = task.first.hit.days_left
    if left is None and task.first.reason.key in TO_VERIFY:
        return ("info", "待核实")
    left = task.term if left is None else left
    if left is None:
        return ("waiting", "本月内")
    if left < 0:
        return ("overdue", f"逾期 {-left} 天")
    return ("due", "今天" if left == 0 else f"剩 {left} 天")


def _evidence(shown: Shown, task: Task, one: Found) -> str:
    """Where the fact can be opened: the row of the file that said it, else the place on the person's page."""
    if not shown.who.may("ledger.read"):
        return ""
    if one.hit.source is not None:
        return reverse("federation:evidence", args=one.hit.source)
    page = shown.address("federation:person", task.person_id)
    return f"{page}?topic={one.hit.topic}" if one.hit.topic else page
