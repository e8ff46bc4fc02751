"""What somebody may see of himself, or of the person he cares for: everything that is stored, and of nobody else."""

from tonggong.base.accounts.who import Who
from tonggong.domain.persons.models import Person


def own_person(who: Who) -> Person | None:
    """Return the person that somebody is or cares for, where a row was merged the one that stands; None where there is none."""
    if not (who.may("own.read") and who.person_id):
        return None
    found = Person.objects.select_related("merged_into").filter(pk=who.person_id).first()
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found


def own_keys(person: Person) -> list[int]:
    """Return all rows that stand for a person, merged ones included: under each of them somebody may have looked."""
    keys, more = [person.pk], [person.pk]
    while more:
        more = list(Person.objects.filter(merged_into__in=more).values_list("pk", flat=True))
        keys += more
    return keys
