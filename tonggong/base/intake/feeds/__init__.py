"""The feeds: each kind of file that an office sends is declared here once, and everything else reads the declaration.

Columns and the headings offices use, how a cell is read, what is refused, what tells one row from another, the legal
ground, when it is due, who sends it and what it says of the ledger. A new feed: a declaration in `persons`,
`circumstances`, `work`, `dispatch` or `units`.
"""

from tonggong.base.intake.feeds import channels, circumstances, dispatch, persons, posts, units, work
from tonggong.base.intake.feeds.kinds import Bad, Cadence, Column, Feed, Kind

# In the order in which they are taken in and compared: registers first.
FEEDS: dict[str, Feed] = {
    feed.key: feed
    for feed in (
        persons.CERTIFICATES,
        persons.MILITARY_CERTIFICATES,
        persons.HOUSEHOLDS,
        persons.INJURED_WORKERS,
        units.BUSINESSES,
        units.ESTABLISHMENT,
        posts.POSTS,
        work.OPENING_LEDGER,
        persons.DEATHS,
        persons.SCHOOL_ENROLMENT,
        persons.LOW_INCOME,
        circumstances.REGISTERED_UNEMPLOYED,
        circumstances.MONITORING,
        work.RECRUITMENT,
        work.HIRES,
        work.SOCIAL_INSURANCE,
        work.WAGES,
        dispatch.DISPATCH_LICENCES,
        dispatch.DISPATCH_AGREEMENTS,
        dispatch.BANK_PAYMENTS,
        units.LEVY_COLLECTED,
        persons.TRAINING,
        channels.SERVICE_POINTS,
        channels.FEE_RELIEFS,
        channels.TOBACCO_LICENCES,
        channels.LOTTERY_ROUNDS,
    )
}
ORDER: dict[str, int] = {key: n for n, key in enumerate(FEEDS)}


class UnknownFeed(KeyError):
    """There is no feed of this name."""

    def __str__(self) -> str:
        return f"没有“{self.args[0]}”这种数据。可用的有：{'、'.join(FEEDS)}"


def feed_of(key: str) -> Feed:
    """Return a feed by its key. Raises UnknownFeed."""
    try:
        return FEEDS[key]
    except KeyError:
        raise UnknownFeed(key) from None


__all__ = ["FEEDS", "ORDER", "Bad", "Cadence", "Column", "Feed", "Kind", "UnknownFeed", "feed_of"]
