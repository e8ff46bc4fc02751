"""Questions about consent: what somebody agreed to, and whether a service may rely on it."""

from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce

from tonggong.domain.casework.choices import ConsentPurpose
from tonggong.domain.casework.models import Consent
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys

# What is stored by law, not by consent: it can't be withdrawn (个人信息保护法第十三条第三项、残疾人保障法).
BY_LAW = frozenset({ConsentPurpose.STORE.value})


def consents_of(person: Person) -> list[Consent]:
    """Return everything a person agreed to, withdrawn or not, the latest first."""
    return list(Consent.objects.filter(person__in=own_keys(person)).order_by("-given_on", "-pk"))


def has_consent(person: Person, purpose: str) -> bool:
    """Say whether a consent stands: with one, a service may do what rests on it."""
    rows = Consent.objects.filter(person__in=own_keys(person), purpose=purpose, withdrawn_on=None)
    return purpose in BY_LAW or rows.exists()


def with_consent(person_ids: Iterable[int], purpose: str) -> set[int]:
    """Return those of some persons whose consent stands, in one query; a merged row's consent is that of the one kept."""
    ids = set(person_ids)
    if purpose in BY_LAW:
        return ids
    rows = Consent.objects.filter(purpose=purpose, withdrawn_on=None)
    kept = rows.annotate(kept=Coalesce(F("person__merged_into"), F("person"))).values_list("kept", flat=True)
    return ids & set(kept)


def was_withdrawn(person: Person, purpose: str) -> bool:
    """Say whether somebody agreed once and does not any more: what rests on it must not be done."""
    if has_consent(person, purpose):
        return False
    return Consent.objects.filter(person__in=own_keys(person), purpose=purpose).exists()
