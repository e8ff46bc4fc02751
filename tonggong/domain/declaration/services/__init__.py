"""What changes a declaration: the unit's side and the federation's."""

from tonggong.domain.declaration.services.filing import (
    correct,
    drop,
    object_to,
    objection_until,
    open_declaration,
    submit,
    window,
    withdraw,
)
from tonggong.domain.declaration.services.refusal import DeclarationRefused
from tonggong.domain.declaration.services.reviewing import answer, answer_objection, decide, give_back, revise, take_up

__all__ = [
    "DeclarationRefused",
    "answer",
    "answer_objection",
    "correct",
    "decide",
    "drop",
    "give_back",
    "object_to",
    "objection_until",
    "open_declaration",
    "revise",
    "submit",
    "take_up",
    "window",
    "withdraw",
]
