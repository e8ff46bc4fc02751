"""Find the ledger's persons in a file whose writers made mistakes, and say why each pair is believed.

Exact identifiers first, confirmed by name or birth date (tiers E1, E2, E3; X where nothing confirms); then, for rows
whose identifier is suspect, candidates scored in tenths of a bit (tier P). The steps are the SQL files beside this one,
their weights and limits `weights.yaml`.
"""

from .explain import explain
from .linking import find_duplicates, link

__all__ = ["explain", "find_duplicates", "link"]
