from django.db import models

from tonggong.rules.hiring import MATCH_LABELS, Match


class State(models.TextChoices):
    """Where a case stands."""

    AGREED = "agreed", "一致，计入"
    OPEN = "open", "待核实"
    COUNTED = "counted", "核实后计入"
    LEFT_OUT = "left_out", "核实后不计入"
    GONE = "gone", "来文已撤"


class Form(models.TextChoices):
    """How a public body takes somebody on; the first two are on its established posts."""

    CIVIL = "civil", "录用为公务员（含参公人员）"
    STAFF = "staff", "聘用为事业单位工作人员"
    CONTRACT = "contract", "编外，签劳动合同"


MATCHES = [(one.value, MATCH_LABELS[one]) for one in Match]
COUNTS = (State.AGREED, State.COUNTED)  # a hire that counts
DECIDED = (State.COUNTED, State.LEFT_OUT)
