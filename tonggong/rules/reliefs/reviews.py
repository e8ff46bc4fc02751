"""When a relief is looked at again, and one that ends before anybody looks (到期、复核)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step


class Review(StrEnum):
    """How a relief stands with its review and its end."""

    ENDED = "ended"
    OVERDUE = "overdue"  # the day of the review is past
    ENDS_FIRST = "ends_first"  # it ends before anybody looks
    COMING = "coming"
    LATER = "later"
    NONE = "none"  # no day is set for a review, and it has no end


REVIEW_LABELS = {
    Review.ENDED: "已到期", Review.OVERDUE: "复核逾期", Review.ENDS_FIRST: "到期早于复核", Review.COMING: "快到复核",
    Review.LATER: "没到复核", Review.NONE: "没有定复核日",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """How it stands, and the day that decides, None where there is none."""

    state: Review
    on: date | None

    @property
    def needs_somebody(self) -> bool:
        """Whether somebody has to do something about it now."""
        return self.state in (Review.OVERDUE, Review.ENDS_FIRST, Review.COMING, Review.NONE)


def review(until: date | None, review_on: date | None, day: date, figures: Figures) -> Outcome[ReviewDue]:
    """Say how a relief stands on a day.

    A relief that ends before its review ends unseen: it is flagged from the first day on. The day of the review is set
    anew when somebody has looked.

    Raises:
        FigureMissing: the days of notice are not known.
    """
    notice = figures["reliefs.notice_days"]
    ahead = timedelta(days=int(notice.value))

    def says(state: Review, on: date | None, text: str) -> Outcome[ReviewDue]:
        return Outcome(ReviewDue(state, on), (Step(text, notice.source),))

    if until is not None and until < day:
        return says(Review.ENDED, until, f"{until.isoformat()}已到期。")
    if review_on is not None and review_on < day:
        return says(Review.OVERDUE, review_on, f"应在{review_on.isoformat()}复核，还没有登记复核。")
    if until is not None and (review_on is None or until < review_on):
        words = f"复核定在{review_on.isoformat()}" if review_on else "没有定复核日"
        return says(
            Review.ENDS_FIRST, until, f"{until.isoformat()}就到期，{words}，到期前没有人看。请把复核日定在到期以前。"
        )
    if review_on is None:
        return says(Review.NONE, None, "没有止日，也没有定复核日。请定一个复核日。")
    state = Review.COMING if review_on <= day + ahead else Review.LATER
    return says(state, review_on, f"{review_on.isoformat()}复核。")
