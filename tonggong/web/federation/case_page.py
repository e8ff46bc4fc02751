"""One case of the queue as plain values: both sides, why a person has to look, whom it may mean, what may be done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.comparison.choices import CHOICES, RESULTS, STATES
from tonggong.domain.persons.queries import names_of
from tonggong.domain.persons.services import merge_preview
from tonggong.web.components import parts, words
from tonggong.web.federation.pages import link, name_for, text_for

SHOWN = 3  # of one cause in the list; the case itself is always among them
DECIDABLE = ("open", "returned")
DONE = {"accept": "采信来文", "reject": "不采信", "return": "退回来源"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the queue is worked on; it travels in the address."""

    month: str = ""
    county: str = ""

    @property
    def query(self) -> str:
        """The part of the address behind the path, with its question mark."""
        said = [f"{name}={value}" for name, value in (("month", self.month), ("county", self.county)) if value]
        return f"?{'&'.join(said)}" if said else ""

    def at(self, name: str, *arguments: object) -> str:
        """The address of one of the queue's pages that keeps the scope."""
        return f"{reverse(f'federation:{name}', args=arguments)}{self.query}"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list."""

    pk: int
    name: str
    words: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one cause in the list."""

    title: str
    count: int
    items: list[Item]
    more: int
    more_url: str


class Waiting:
    """What waits in a scope, in the order of the list."""

    def __init__(self, who: Who, scope: Scope, skipped: list[int]) -> None:
        self.who, self.scope = who, scope
        self.rows = comparison.waiting(who, scope.month or None, scope.county)
        self.skipped = set(skipped)
        self.keys = [row[0] for row in self.rows]

    def first(self) -> int | None:
        """The case to begin with: nothing skipped as long as there is another."""
        return next((pk for pk in self.keys if pk not in self.skipped), self.keys[0] if self.keys else None)

    def after(self, pk: int, cause: str) -> int | None:
        """The case that follows one that is done with: of the same cause while there is any."""
        same = [row[0] for row in self.rows if row[1] == cause and row[0] != pk and row[0] not in self.skipped]
        if same:
            return next((key for key in same if key > pk), same[0])
        return next((key for key in self.keys if key != pk and key not in self.skipped), self.first())

    def beside(self, pk: int) -> tuple[int | None, int | None]:
        """The case before and the one behind in the list, for K and J."""
        if pk not in self.keys:
            return None, self.first()
        n = self.keys.index(pk)
        return (self.keys[n - 1] if n else None), (self.keys[n + 1] if n + 1 < len(self.keys) else None)

    def groups(self, current: int | None) -> list[Group]:
        """The list: of each cause a few, around the case where it is one of them."""
        by_cause: dict[str, list[tuple]] = {}
        for row in self.rows:
            by_cause.setdefault(row[1], []).append(row)
        found = []
        for cause, rows in by_cause.items():
            here = next((n for n, row in enumerate(rows) if row[0] == current), None)
            start = 0 if here is None else max(0, min(here - 1, len(rows) - SHOWN))
            shown = rows[start : start + SHOWN]
            items = [
                Item(
                    pk,
                    name_for(self.who, name) or "没有写姓名",
                    FEEDS[feed].title if feed in FEEDS else feed,
                    self.scope.at("finding", pk),
                    pk == current,
                )
                for pk, _cause, name, feed, _person in shown
            ]
            behind = rows[(start + SHOWN) % len(rows)][0]
            found.append(
                Group(
                    comparison.cause_title(cause),
                    len(rows),
                    items,
                    len(rows) - len(items),
                    self.scope.at("finding", behind),
                )
            )
        return found

    def people(self, groups: list[Group]) -> list[int | None]:
        """The persons whose names the list shows."""
        shown = {item.pk for group in groups for item in group.items}
        return [row[4] for row in self.rows if row[0] in shown]


class Case:
    """One finding as its page shows it."""

    def __init__(self, who: Who, finding: Any, scope: Scope) -> None:
        self.who, self.finding, self.scope = who, finding, scope
        self.title = comparison.cause_title(finding.cause) if finding.cause else RESULTS[finding.result]
        self.feed = FEEDS[finding.feed].title if finding.feed in FEEDS else finding.feed
        self.result = RESULTS[finding.result]
        self.state = STATES[finding.state]

    @property
    def name(self) -> str:
        """As the letter says it, else as the ledger does."""
        person = self.finding.person
        return name_for(self.who, self.finding.name or (person.name if person else "")) or "没有写姓名"

    @cached_property
    def facts(self) -> str:
        """Sex, age and place of the person, where we know whom it means."""
        return described(self.finding.person) if self.finding.person else name_of(self.finding.county_code)

    @property
    def person_url(self) -> str:
        """The ledger's page of the person; "" for whoever may not open it."""
        if not self.finding.person_id or not self.who.may("ledger.read"):
            return ""
        return link("federation:person", self.finding.person_id)

    @property
    def evidence_url(self) -> str:
        """The original row; "" for what a file does not say any more."""
        if not self.finding.source_file_id or not self.finding.source_row:
            return ""
        return reverse("federation:evidence", args=[self.finding.source_file_id, self.finding.source_row])

    @property
    def both(self) -> parts.BothSides | None:
        """Both sides of the difference."""
        sides = self.finding.sides
        if not sides:
            return None
        rows = [
            parts.SideRow(s["label"], self._side(s, "ledger"), self._side(s, "incoming"), against(s), bool(s["same"]))
            for s in sides
        ]
        row = self.finding.source_row
        place = words.month_name(self.finding.month) + (f" · 第 {row:,} 行" if row else "")
        if self.is_own_word:
            return parts.BothSides(rows, theirs_title="本人所说", caption="台账与本人所说的对照")
        return parts.BothSides(rows, theirs_from=parts.Evidence(self.feed, place, self.evidence_url))

    @property
    def is_own_word(self) -> bool:
        """Say whether the person speaks against what a file said, and not a file against the ledger."""
        return comparison.is_own_word(self.finding)

    def _side(self, side: dict[str, Any], which: str) -> str:
        text = written(side[which])
        return name_for(self.who, text) if side["label"] == "姓名" else self._written(text)

    def _written(self, text: str) -> str:
        return text_for(self.who, text, self._names)

    @cached_property
    def _names(self) -> set[str]:
        """The names of everybody whom the page shows, as the ledger and as the file have them; none where none is masked."""
        if self.who.may("ledger.read"):
            return set()
        sides = [side for side in self.finding.sides if side["label"] == "姓名"]
        said = {written(side[which]) for side in sides for which in ("ledger", "incoming")}
        return {self.finding.name, *said, *names_of(pk for pk in self.people if pk)}

    @property
    def sentence(self) -> str:
        """How many items agree and how many differ."""
        same = sum(bool(s["same"]) for s in self.finding.sides)
        differs = len(self.finding.sides) - same
        if not self.finding.sides:
            return ""
        return f"{len(self.finding.sides)} 项里 {same} 项一致，{differs} 项不同。"

    @property
    def why(self) -> list[str]:
        """Why a person has to look, sentence by sentence."""
        text = self._written(self.finding.because.strip())
        return [s.strip() for s in text.replace("；", "。").split("。") if s.strip()]

    @cached_property
    def candidates(self) -> list[tuple[Any, str, bool, str, str]]:
        """Whom it may mean: who, with place, whether chosen beforehand (the likeliest), by which name, and what speaks for it."""
        return [
            (c, described(c.person), n == 0, name_for(self.who, c.person.name), self._written("；".join(c.reasons)))
            for n, c in enumerate(self._meant)
        ]

    @cached_property
    def _meant(self) -> list[Any]:
        return comparison.candidates(self.finding) if self.finding.result == "unmatched" else []

    @cached_property
    def merge(self) -> Any:
        """What a merge would move, where two rows seem to be one person."""
        pair = comparison.merge_pair(self.finding)
        return merge_preview(*pair) if pair else None

    @property
    def merge_names(self) -> tuple[str, str]:
        """The names of the row that would be kept and of the one that would go."""
        kept, gone = self.merge.kept, self.merge.gone
        return name_for(self.who, kept.name), name_for(self.who, gone.name)

    @cached_property
    def decisions(self) -> list[tuple[Any, str, str]]:
        """Who decided it before, with the choice in words and the reason as this user may read it."""
        found = comparison.decisions_of(self.finding)
        return [(d, CHOICES.get(d.choice, d.choice), self._written(d.reason)) for d in found]

    @property
    def answer(self) -> str:
        """What the source answered."""
        return self._written(self.finding.answer)

    @property
    def is_open(self) -> bool:
        """Say whether it waits for a decision."""
        return self.finding.state in DECIDABLE

    @property
    def may_decide(self) -> bool:
        """Say whether this user may decide it now."""
        return self.is_open and self.who.may("findings.decide")

    @property
    def may_reject(self) -> bool:
        """Say whether what a rule let in may be taken out again here."""
        return self.finding.state == "fact" and self.who.may("findings.decide")

    @property
    def may_undo(self) -> bool:
        """Say whether a decision stands that can be taken back."""
        return self.who.may("findings.decide") and any(d.undone_at is None for d, *_ in self.decisions)

    @cached_property
    def batch(self) -> int:
        """How many of this month ask the same question, itself included; 0 where each is a question of its own."""
        if not self.may_decide or not comparison.is_one_question(self.finding.cause):
            return 0
        rows = comparison.queue(self.who, self.finding.month).filter(cause=self.finding.cause)
        count = rows.count()
        return count if count > 1 else 0

    @property
    def people(self) -> list[int | None]:
        """The persons whose facts the page shows."""
        shown = [self.finding.person_id, *(c.person.pk for c in self._meant)]
        return [*shown, self.merge.kept.pk, self.merge.gone.pk] if self.merge else shown


def described(person: Any) -> str:
    """Sex, age and place in words: what tells two persons of one name apart."""
    day = person.died_on or clock.today()
    age = day.year - person.born_on.year - ((day.month, day.day) < (person.born_on.month, person.born_on.day))
    place = f"{name_of(person.county_code)} {name_of(person.township_code) if person.township_code else ''}".strip()
    return f"{person.get_sex_display()}，{age} 岁　·　{place}"


def written(value: object) -> str:
    """A value of a side as it is read: days and months in words."""
    text = "" if value is None else str(value)
    for form, write in (("%Y-%m-%d", words.long_day), ("%Y-%m", lambda d: words.month_name(f"{d:%Y-%m}"))):
        try:
            return write(datetime.strptime(text, form).date())  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return text


def against(side: dict[str, Any]) -> str:
    """What differs, in words where that can be said: 多 160 元, 晚 26 天, 台账没有."""
    ours, theirs = str(side["ledger"] or ""), str(side["incoming"] or "")
    if not ours or not theirs:
        return "台账没有" if not ours else "来文没有"
    try:
        days = (date.fromisoformat(theirs) - date.fromisoformat(ours)).days
        return f"{'晚' if days > 0 else '早'} {abs(days):,} 天"
    except ValueError:
        pass
    try:
        more = float(theirs.replace(",", "")) - float(ours.replace(",", ""))
    except ValueError:
        return "不同"
    is_money = any(word in side["label"] for word in ("工资", "基数", "元"))
    return f"{'多' if more > 0 else '少'} {abs(more):,.10g}{' 元' if is_money else ''}" if is_money else "不同"
