"""Two rows of one person become one, and two again."""

from datetime import date

import pytest

from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.privacy import blind_index, seal
from tonggong.domain.employment.models import Contribution, Spell
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.services.merging import MergeRefused, merge, merge_preview, undo_merge

FIRST, SECOND = "211103198001011236", "211121198001011233"


def person(number: str, name: str = "王淑珍") -> Person:
    return Person.objects.create(
        kind="holder",
        citizen_id_sealed=seal("person.citizen_id", number),
        citizen_id_index=blind_index("citizen_id", number),
        name=name,
        sex="1",
        born_on=date(1980, 1, 1),
        county_code="211103000000",
        township_code="211103001000",
        first_known_at=clock.now(),
    )


def worked(whom: Person, unit: str = "91211100MA0000001X") -> Spell:
    return Spell.objects.create(
        person=whom, unit_code=unit, form="14", started_on=date(2023, 3, 1), known_from=clock.now()
    )


@pytest.fixture
def two(practice) -> tuple[Person, Person]:
    return person(FIRST), person(SECOND)


def test_facts_of_both_hang_on_the_kept_one_and_go_back_when_it_is_undone(two):
    kept, gone = two
    mine, other = worked(kept, "91211100MA0000001X"), worked(gone, "91211100MA0000002Y")

    row = merge(system_who(), kept, gone, "号码录错")
    assert set(kept.spells.values_list("pk", flat=True)) == {mine.pk, other.pk}
    assert list(Person.objects.in_ledger()) == [kept]

    undo_merge(system_who(), row)
    assert list(gone.spells.all()) == [other]
    assert set(Person.objects.in_ledger()) == {kept, gone}


def test_facts_that_say_the_same_stand_once_and_stand_again_when_it_is_undone(two):
    kept, gone = two
    for one in two:
        Contribution.objects.create(
            person=one,
            unit_code="91211100MA0000001X",
            first_month="2024-01",
            last_month="2024-06",
            known_from=clock.now(),
        )
        worked(one)
    before = {model: set(model.objects.standing().values_list("pk", "person_id")) for model in (Spell, Contribution)}

    row = merge(system_who(), kept, gone, "号码录错")
    assert kept.spells.standing().count() == 1
    undo_merge(system_who(), row)

    after = {model: set(model.objects.standing().values_list("pk", "person_id")) for model in (Spell, Contribution)}
    assert after == before


def test_the_preview_says_what_would_move_and_moves_nothing(two):
    kept, gone = two
    worked(gone)

    preview = merge_preview(kept, gone)

    assert preview.moving == {"就业记录": 1}
    assert [what for what, *_ in preview.differences] == ["身份证尾号"]
    assert kept.spells.count() == 0


def test_a_merge_is_refused_twice_and_so_is_its_undoing(two):
    kept, gone = two
    row = merge(system_who(), kept, gone, "号码录错")
    with pytest.raises(MergeRefused):
        merge(system_who(), kept, gone, "又一次")
    undo_merge(system_who(), row)
    with pytest.raises(MergeRefused):
        undo_merge(system_who(), row)


def test_both_steps_are_in_the_trail(two):
    before = Entry.objects.count()
    undo_merge(system_who(), merge(system_who(), *two, "号码录错"))
    assert Entry.objects.count() == before + 2
