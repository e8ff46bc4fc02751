"""What the rooms put into the rail, a line each."""

from tonggong.web.casework.agencies import rail as agencies
from tonggong.web.casework.aid import rail as aid
from tonggong.web.casework.assessments import rail as assessments
from tonggong.web.casework.assignments import rail as assignments
from tonggong.web.casework.campaigns import rail as campaigns
from tonggong.web.casework.coaching import rail as coaching
from tonggong.web.casework.graduates import rail as graduates
from tonggong.web.casework.petitions.views import waiting_words
from tonggong.web.casework.plans import rail as plans
from tonggong.web.casework.rural import rail as rural
from tonggong.web.casework.testimony import rail as testimony
from tonggong.web.components.navigation import Entry, register


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(
        Entry(
            "四个一", "casework:four-ones", "casework.read", "服务", 10, icon="progress",
            covers=("casework:four-ones*", "casework:case"), key="4",
        )
    )  # fmt: skip
    register(
        Entry(
            "需求与服务", "casework:needs", "casework.read", "服务", 20, icon="task",
            covers=("casework:need*", "casework:service*"),
        )
    )  # fmt: skip
    agencies.register_all()
    plans.register_all()
    graduates.register_all()
    rural.register_all()
    assessments.register_all()
    assignments.register_all()
    coaching.register_all()
    campaigns.register_all()
    aid.register_all()
    register(
        Entry(
            "本人诉求", "casework:petitions", "casework.read", "服务", 60, waiting_words, "paper",
            covers=("casework:petition*",),
        )
    )  # fmt: skip
    testimony.register_all()
