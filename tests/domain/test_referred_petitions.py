"""A job that a file vouches for is not ended by an answer: what she says becomes a difference, decided like every other one."""

from datetime import date

import pytest

from tests.domain.month_files import City
from tests.domain.test_papers import herself
from tonggong.base.accounts.who import NOBODY
from tonggong.domain.casework.services import petitions
from tonggong.domain.casework.services.petitions import Correction, PetitionRefused, VouchedFor
from tonggong.domain.comparison import queries, services
from tonggong.domain.comparison.models import Decision, Finding, SignOff
from tonggong.domain.employment.models import Spell

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(practice, tmp_path):
    city = City(tmp_path)
    city.register()
    city.send("opening-ledger", "2024-08", [city.opening(0)])
    city.compare("2024-08")
    return city


@pytest.fixture
def job(city):
    return Spell.objects.standing().get()


def ask(job):
    return petitions.ask(herself(job.person), job.person, "correction", "六月就不做了", f"spell:{job.pk}")


def ended(job, day=date(2024, 6, 30)):
    return Correction("work_end", spell=job.pk, day=day)


@pytest.mark.parametrize("kind", ["work_end", "work_none"])
def test_an_answer_does_not_touch_a_job_that_a_file_vouches_for(city, job, kind):
    row = ask(job)
    with pytest.raises(VouchedFor):
        petitions.answer(city.who, row.pk, "done", "好。", Correction(kind, spell=job.pk, day=date(2024, 6, 30)))

    row.refresh_from_db()
    assert row.state == "open"
    assert Spell.objects.standing().get() == job


def test_it_waits_as_a_difference_and_the_countys_signature_lapses(city, job):
    county = job.person.county_code
    services.sign(city.who, "2024-08", county)
    row = ask(job)
    finding = services.refer_petition(city.who, row.pk, ended(job))

    assert services.refer_petition(city.who, row.pk, ended(job)) == finding
    assert list(queries.queue(city.who, "2024-08")) == [finding]
    assert queries.cause_title(finding.cause) == "本人说工作已结束"
    assert row.number in finding.because
    assert (finding.source_file, finding.source_row) == (job.source_file, job.source_row)
    assert SignOff.objects.get().withdrawn_at is not None
    assert Spell.objects.standing().get() == job


def test_decided_for_her_the_job_ends_on_her_word_with_a_decision_that_can_be_undone(city, job):
    finding = services.refer_petition(city.who, ask(job).pk, ended(job))
    decision = services.decide(city.who, finding, "accept", reason="单位也说六月离开")

    standing = Spell.objects.standing().get()
    assert (standing.ended_on, standing.evidence_level, standing.finding_id) == (date(2024, 6, 30), "C", finding.pk)
    assert standing.source_file is None
    assert Decision.objects.get().reason == "单位也说六月离开"

    services.undo_decision(city.who, decision)
    assert Spell.objects.standing().get().ended_on is None
    finding.refresh_from_db()
    assert finding.state == "open"


def test_decided_that_she_never_worked_there_the_job_is_not_believed_any_more(city, job):
    finding = services.refer_petition(city.who, ask(job).pk, Correction("work_none", spell=job.pk))
    services.decide(city.who, finding, "accept")

    assert not Spell.objects.standing().exists()


@pytest.mark.parametrize(("stands", "state", "end"), [(True, "reject", None), (False, "accept", date(2024, 6, 30))])
def test_the_office_that_stands_by_its_row_speaks_against_her(city, job, stands, state, end):
    finding = services.refer_petition(city.who, ask(job).pk, ended(job))
    services.decide(city.who, finding, "return")
    finding.refresh_from_db()
    services.answer(city.who, finding, stands=stands, text="核对过了")

    assert Decision.objects.latest("pk").choice == state
    assert Spell.objects.standing().get().ended_on == end


def test_in_a_month_that_is_closed_it_is_a_correction(city, job):
    from tonggong.base.divisions.queries import counties

    for county in counties():
        services.sign(city.who, "2024-08", county.code)
    services.close_month(city.who, "2024-08")
    finding = services.refer_petition(city.who, ask(job).pk, ended(job))

    assert finding.is_late
    services.decide(city.who, finding, "accept")
    assert Spell.objects.standing().get().ended_on == date(2024, 6, 30)


def test_what_no_file_vouches_for_or_is_out_of_reach_is_not_referred(city, job):
    row = ask(job)
    own = Spell.objects.create(
        person=job.person, unit_name="自己做", form="31", started_on=date(2024, 3, 1), known_from=job.known_from
    )
    with pytest.raises(PetitionRefused, match="直接在答复里"):
        services.refer_petition(city.who, row.pk, ended(own))
    with pytest.raises(PetitionRefused, match="没有找到"):
        services.refer_petition(NOBODY, row.pk, ended(job))
    with pytest.raises(PetitionRefused, match="结束的日期"):
        services.refer_petition(city.who, row.pk, ended(job, date(2020, 1, 1)))
    assert not Finding.objects.filter(cause__startswith="petition").exists()
