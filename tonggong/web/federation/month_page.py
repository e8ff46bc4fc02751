"""The month's page as plain values: six steps, what they wait for, and on whom."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from tonggong.base.accounts.queries import names_by_reach
from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.queries import Expected, deliveries_to_compare, expected
from tonggong.base.jobs import queries as jobs
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.comparison.choices import RESULTS
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting.tasks import COMPARE
from tonggong.web.components import parts, words
from tonggong.web.federation.pages import link

NAMES = ("收数据", "比对", "裁定", "县区签字", "关账", "通报")


@dataclass(frozen=True, slots=True)
class Cell:
    """One feed of the month: what came of it, as shape, word and colour."""

    title: str
    url: str
    kind: str
    words: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class County:
    """One county's part of the month."""

    row: comparison.CountyProgress
    owners: str
    url: str
    can_sign: bool
    can_withdraw: bool
    waits: str


@dataclass
class MonthPage:
    """Everything that the page of a month shows to one user."""

    who: Who
    month: str
    counties: list[County] = field(default_factory=list)

    # --- 1 and 2 -------------------------------------------------------------------------------------------------

    @cached_property
    def row(self) -> Any:
        """The month's own row; None before its first comparison."""
        return comparison.month_row(self.month)

    @cached_property
    def _expected(self) -> list[tuple[Expected, bool]]:
        """Each feed, with whether it owes something every month."""
        calendar = plans.feed_calendar(self.month)
        found = expected(self.month, calendar)
        return [(e, calendar.get(e.feed.key, {}).get("period", "month") == "month") for e in found]

    @property
    def wanted(self) -> int:
        """Files that this month owes."""
        return sum(len(e.senders) for e, monthly in self._expected if monthly)

    @property
    def came(self) -> int:
        """Of these, how many came."""
        return sum(len(e.senders) - len(e.missing) for e, monthly in self._expected if monthly)

    @cached_property
    def missing(self) -> list[tuple[str, list[str], Any]]:
        """What did not come: the feed, its senders and the day by which it is due."""
        return [(e.feed.title, e.missing, e.due_on) for e, monthly in self._expected if monthly and e.missing]

    @property
    def cells(self) -> list[Cell]:
        """The feeds in a grid."""
        return [self._cell(e, monthly) for e, monthly in self._expected]

    def _cell(self, wanted: Expected, monthly: bool) -> Cell:
        url = f"{reverse('federation:exchange')}?month={self.month}&feed={wanted.feed.key}"
        make = lambda kind, text, ground="": Cell(wanted.feed.title, url, kind, text, ground)  # noqa: E731
        lacks = wanted.missing
        if wanted.came and (not lacks or not monthly):
            return make("done", f"{words.short_day(max(d.received_at for d in wanted.came))}到")
        if not monthly:
            return make("waiting", "不按月报")
        late = (clock.today() - wanted.due_on).days
        if not wanted.came and late > 0:
            return make("overdue", f"迟 {late:,} 天", "seal-red")
        if wanted.came:
            return make("due", f"差{lacks[0]}" if len(lacks) == 1 else f"差 {len(lacks)} 家", "grain")
        return make("waiting", f"{words.short_day(wanted.due_on)}前")

    @cached_property
    def fresh(self) -> list[Delivery]:
        """Deliveries that the comparison has not taken up as they stand."""
        return deliveries_to_compare(self.month)

    @cached_property
    def run(self) -> Any:
        """The comparison that is under way."""
        return jobs.under_way(COMPARE, self.month)

    @property
    def is_compared(self) -> bool:
        """Say whether the month was compared and nothing has come since."""
        return bool(self.row and self.row.compared_at and not self.fresh)

    @cached_property
    def counts(self) -> list[tuple[str, int, str]]:
        """Findings by result, each with the page of its rows."""
        found = comparison.counts(self.who, self.month)
        return [
            (str(RESULTS[key]), number, reverse("federation:findings", args=[self.month, key]))
            for key, number in found.items()
        ]

    @cached_property
    def standing(self) -> dict[str, int]:
        """Findings by state: what went into the ledger by rule, what was asked of people."""
        return comparison.by_state(self.who, self.month)

    # --- 3 to 6 --------------------------------------------------------------------------------------------------

    @cached_property
    def progress(self) -> list[County]:
        """The counties within reach."""
        owners = names_by_reach("county_staff")
        found = []
        for row in comparison.progress_by_county(self.month):
            if row.county_code and self.who.reach[:6] != row.county_code[: len(self.who.reach[:6])]:
                continue
            mine = self.who.covers(row.county_code)
            url = f"{reverse('federation:queue')}?month={self.month}&county={row.county_code}"
            open_month = bool(self.row and self.row.compared_at and not self.row.closed_at)
            left = row.open + row.returned
            found.append(
                County(
                    row,
                    "、".join(owners.get(row.county_code[:6], [])) if row.county_code else "市残联",
                    url,
                    bool(open_month and mine and not left and not row.sign_off and self.who.may("month.sign")),
                    bool(open_month and mine and row.sign_off and self.who.may("month.sign")),
                    "" if row.sign_off else f"裁定完才能签，差 {left:,} 条" if left else "可以签了",
                )
            )
        return found

    @property
    def signing(self) -> list[County]:
        """The counties that sign."""
        return [c for c in self.progress if c.row.county_code and c.row.county != "市本级"]

    @cached_property
    def everywhere(self) -> list[comparison.CountyProgress]:
        """All counties, for what the whole city waits for."""
        return comparison.progress_by_county(self.month)

    @property
    def left(self) -> int:
        """Findings of the city that keep the month open."""
        return sum(row.open + row.returned for row in self.everywhere)

    @property
    def decided(self) -> int:
        """Findings of the city that were decided."""
        return sum(row.decided for row in self.everywhere)

    @property
    def unsigned(self) -> list[str]:
        """Counties that have not signed."""
        return [r.county for r in self.everywhere if r.county != "市本级" and not r.sign_off]

    @property
    def signers(self) -> int:
        """How many have to sign."""
        return sum(r.county != "市本级" for r in self.everywhere)

    @cached_property
    def groups(self) -> list[comparison.CauseGroup]:
        """What waits within reach, by cause."""
        return comparison.queue_groups(self.who, self.month)

    @property
    def best(self) -> comparison.CauseGroup | None:
        """Where to begin: the largest question that is decided in one go, else the largest group."""
        return self.groups[0] if self.groups else None

    @property
    def current(self) -> int:
        """The step that the month waits for, 1 to 6."""
        if self.row and self.row.closed_at:
            return 6
        if not self.is_compared:
            return 2 if self.fresh else 1
        return 3 if self.left else 4 if self.unsigned else 5

    @property
    def can_close(self) -> bool:
        """Say whether the city may close the month now."""
        return self.current == 5 and self.who.may("month.close")

    @property
    def circular_url(self) -> str:
        """Where the month's circular stands, "" where there is no such page."""
        return link("committee:circular-of", self.month)

    @property
    def stages(self) -> list[parts.Stage]:
        """The six steps for the pipeline."""
        closed = bool(self.row and self.row.closed_at)
        shown = (
            f"{self.came} / {self.wanted} 份",
            f"{sum(n for _t, n, _u in self.counts):,} 条" if self.row else "还没有比对",
            f"{self.left:,} 条待定" if self.left else ("全部裁定" if self.row else "等比对"),
            f"{self.signers - len(self.unsigned)} / {self.signers}",
            words.short_day(self.row.closed_at) if closed else "等签字",
            "可以起草" if closed else "关账后定稿",
        )
        return [
            parts.Stage(
                name, text, "done" if n < self.current else "current" if n == self.current else "later", f"#s{n}"
            )
            for n, (name, text) in enumerate(zip(NAMES, shown, strict=True), 1)
        ]

    @property
    def waits_for(self) -> tuple[str, str, str]:
        """What the month waits for: kind of note, the point, and on whom."""
        if self.run:
            return (
                "running",
                "正在比对。",
                f"{self.run.step}，做完会在这里提示。" if self.run.step else "排在队里，马上开始。",
            )
        lacking = "；".join(
            f"{title}（{'、'.join(senders[:3])}{'等' if len(senders) > 3 else ''}）"
            for title, senders, _ in self.missing
        )
        if self.current == 1:
            return "due", f"现在等的是数据：还差 {self.wanted - self.came} 份。", lacking or "各单位报来之后就能比对。"
        if self.current == 2:
            return (
                "due",
                f"现在等的是比对：有 {len(self.fresh)} 份数据还没有比对。",
                f"没到的：{lacking}。" if lacking else "该到的都到了。",
            )
        if self.current == 3:
            return "due", f"现在等的是裁定：还有 {self.left:,} 条。", self._who_is_behind()
        if self.current == 4:
            return "due", "现在等的是签字。", f"{'、'.join(self.unsigned)}裁定都做完了，还没有签。"
        if self.current == 5:
            return "done", "都齐了，可以关账。", "关账后这个月的数字固定，以后的变动只记为更正。"
        return (
            "done",
            "这个月已经关账。",
            f"{words.long_day(self.row.closed_at)}由{self.row.closed_by}关账，数字已经固定。",
        )

    def _who_is_behind(self) -> str:
        said = []
        if self.best and self.best.is_one_question and self.best.count > 1:
            said.append(f"其中 {self.best.count} 条是同一原因（{self.best.title}），可以一并处理")
        most = max(self.everywhere, key=lambda r: r.open + r.returned)
        said.append(f"{most.county}剩得最多，{most.total:,} 条里裁定了 {most.decided:,} 条")
        return "；".join(said) + "。"
