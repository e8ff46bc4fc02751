"""What changes the ledger of reliefs: from a file, on a `Changes`; by hand, with ground and trail."""

from tonggong.domain.reliefs.services.entries import Columns, add, columns_of
from tonggong.domain.reliefs.services.writing import ReliefRefused, find_person, set_review, write

__all__ = ["Columns", "ReliefRefused", "add", "columns_of", "find_person", "set_review", "write"]
