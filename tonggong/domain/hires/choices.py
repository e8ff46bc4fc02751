from django.db import models

from tonggong.rules.hiring import MATCH_LABELS, Match


class State(models.TextChoices):
    """Where a case stands."""

    AGREED = "agreed", "一致，计入"
    OPEN = "open", "待核实"
    COUNTED = "counted", "核实后计入"
    LEFT_OUT = "left_out", "核实后不计入"
    GONE = "gone", "来文已撤"


MATCHES = [(one.value, MATCH_LABELS[one]) for one in Match]
COUNTS = (State.AGREED, State.COUNTED)  # a hire that counts
DECIDED = (State.COUNTED, State.LEFT_OUT)
