"""Questions about job coaching, by what they are about. What other apps ask most is named here."""

from tonggong.domain.coaching.queries.cases import cases_of
from tonggong.domain.coaching.queries.follow_ups import follow_ups_due

__all__ = ["cases_of", "follow_ups_due"]
