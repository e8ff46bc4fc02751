"""Signals of false placement (虚假安排的迹象, F01-F16): declared, explained with rows and innocent readings, never a verdict."""

from tonggong.rules.signals.judging import LEVEL_LABELS, Level, Suspicion, judge

__all__ = ["LEVEL_LABELS", "Level", "Suspicion", "judge"]
