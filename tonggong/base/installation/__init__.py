"""The installation: where its data and keys lie, whether it is practice or real, and what day it is.

Practice data and real data never mix: the home folder and the database each carry the same
installation number and kind, and nothing starts when they disagree.
"""

from tonggong.base.home import CHECKOUT, home

__all__ = ["CHECKOUT", "home"]
