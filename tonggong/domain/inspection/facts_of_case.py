"""Rows of a case turned into what its rules take."""

from tonggong.base.installation import clock
from tonggong.domain.inspection.models import Case
from tonggong.rules.signals.cases import CaseFacts, Hearing, State, Verdict


def case_facts(case: Case) -> CaseFacts:
    """A case as the rules see it, today; five queries."""
    today = clock.today()
    questions = list(case.questions.standing().values_list("answered_on", "due_on"))
    tasks = list(case.tasks.filter(withdrawn_at=None, done_on=None).values_list("due_on", flat=True))
    visits = case.visits.standing().count()
    found = {
        person: Verdict(verdict)
        for person, verdict in case.findings.standing().order_by("pk").values_list("person", "verdict")
    }
    hearings = tuple(
        Hearing(sent, due, frozenset(people), stated, silent)
        for sent, due, people, stated, silent in case.letters.order_by("pk").values_list(
            "sent_on", "due_on", "people", "stated_on", "silent_on"
        )
    )
    return CaseFacts(
        state=State(case.state),
        year=case.year,
        people=frozenset(case.subjects.values_list("suspected__person", flat=True)),
        hearings=hearings,
        found=found,
        questions_open=sum(answered is None for answered, _due in questions),
        questions_late=sum(answered is None and due < today for answered, due in questions),
        tasks_open=len(tasks),
        tasks_late=sum(due < today for due in tasks),
        looked=visits + sum(answered is not None for answered, _due in questions),
    )
