"""The declared reasons to contact somebody; adding one: a provider here, its weight and window in rules/figures/worklist.yaml."""

from tonggong.domain.worklist.reasons import campaigns, changes, owed, rural, standing, work
from tonggong.domain.worklist.reasons.asked import Asked, Hit, Reason

REASONS: tuple[Reason, ...] = (
    *work.REASONS,
    *owed.REASONS,
    *campaigns.REASONS,
    *changes.REASONS,
    *standing.REASONS,
    *rural.REASONS,
)
BY_KEY = {reason.key: reason for reason in REASONS}

__all__ = ["BY_KEY", "REASONS", "Asked", "Hit", "Reason"]
