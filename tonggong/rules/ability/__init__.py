"""What somebody can do, as data and as rules (能力剖面): 32 dimensions with anchors in plain words, and what helps.

Category and grade of a certificate order an assessor's questions and shorten how long an assessment holds; nothing here
turns them into a level or an advice. What was not assessed is unknown, and unknown is never nought.
"""

from tonggong.rules.ability.catalogue import Accommodation, Dimension, Profile, profile
from tonggong.rules.ability.change import Change, Compared, compare
from tonggong.rules.ability.complete import Draft, Gap, gaps
from tonggong.rules.ability.double import drawn_for_second
from tonggong.rules.ability.due import Held, Since, reassessment, valid_until
from tonggong.rules.ability.levels import SOURCES, Level, levels_of
from tonggong.rules.ability.passes import gives_away
from tonggong.rules.ability.prompts import Talk, families_of, ordered, touched
from tonggong.rules.ability.quality import Agreement, agreement, stands_out, weighted_kappa

__all__ = [
    "SOURCES",
    "Accommodation",
    "Agreement",
    "Change",
    "Compared",
    "Dimension",
    "Draft",
    "Gap",
    "Held",
    "Level",
    "Profile",
    "Since",
    "Talk",
    "agreement",
    "compare",
    "drawn_for_second",
    "families_of",
    "gaps",
    "gives_away",
    "levels_of",
    "ordered",
    "profile",
    "reassessment",
    "stands_out",
    "touched",
    "valid_until",
    "weighted_kappa",
]
