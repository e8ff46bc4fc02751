"""What was written down wrongly is withdrawn in one way everywhere: the row stays, the first word on it holds."""

from datetime import date

import pytest
from django.apps import apps

from tests.domain.reporting_ledger import at
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.withdrawn import Withdrawable, WithdrawableForReason, withdraw
from tonggong.domain.cooperation.models import Contact, Partner

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 20)


def test_a_row_is_withdrawn_once_and_keeps_who_and_why():
    who = system_who("办事员" * 30)
    with clock.pretend(at(DAY)):
        partner = Partner.objects.create(
            name="协会", kind="association", county_code="211100000000", began_on=DAY, by="办事员", at=clock.now()
        )
        kept, wrong = (
            Contact.objects.create(partner=partner, on=DAY, how="visit", said=said, by="办事员", at=clock.now())
            for said in ("来过", "记错了")
        )
        assert withdraw(who, wrong, "  记到别家了 " + "长" * 300)
        assert not withdraw(system_who("另一位"), wrong, "再撤一次")

    wrong.refresh_from_db()
    assert list(Contact.objects.standing()) == [kept]
    assert (wrong.withdrawn_at, wrong.withdrawn_by) == (at(DAY), who.name[:60])
    assert wrong.withdrawn_why == ("记到别家了 " + "长" * 300)[:200]
    trail = Entry.objects.filter(kind="change", subject="cooperation.Contact", subject_id=wrong.pk)
    assert trail.count() == 1


def test_every_table_with_such_columns_stands_on_the_one_base():
    strays = [
        model._meta.label
        for model in apps.get_models()
        if {"withdrawn_at", "withdrawn_by"} <= {field.name for field in model._meta.fields}
        and not issubclass(model, Withdrawable)
    ]
    assert not strays
    assert any(issubclass(model, WithdrawableForReason) for model in apps.get_models())
