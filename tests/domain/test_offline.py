"""What a phone brings back is opened only here, ascribed to its author, taken in once, and never lost for a fault."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from tests.domain.offline_device import Device, packed, sealed
from tests.domain.paper_files import jpeg
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, entry, seen, somebody, verified
from tonggong.base.audit.models import Entry as Trail
from tonggong.base.installation import clock
from tonggong.base.privacy.envelope import EnvelopeBroken, ForeignEnvelope, open_envelope, public_key
from tonggong.domain.casework.models import Assignment, EntryConflict, Paper, Visit
from tonggong.domain.casework.queries.offline import assigned_for_today, people_for_device
from tonggong.domain.casework.services import devices
from tonggong.domain.persons.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(practice):
    return Ledger()


@pytest.fixture
def han(ledger):
    return somebody()


@pytest.fixture
def chen(ledger):
    return ledger.person(HOME)


def device_of(who, **more):
    return Device(devices.author_token(who), clock.now(), **more)


def given(who, device):
    """Hand over everything that waits; return the answers by key."""
    return {key: devices.take(who, key, envelope) for key, envelope in device.queue.items()}


def only(who, device):
    (answer,) = given(who, device).values()
    return answer


# --- the envelope -------------------------------------------------------------------------------------------------


def test_an_envelope_opens_with_what_was_bound_to_it_and_with_nothing_else(ledger):
    key = str(uuid4())
    envelope = sealed("王淑珍".encode(), key)

    assert open_envelope(envelope, key).decode() == "王淑珍"
    with pytest.raises(EnvelopeBroken):
        open_envelope(envelope, str(uuid4()))


@pytest.mark.parametrize("place", [0, 4, 20, 80, 100, -1])
def test_an_envelope_that_was_touched_or_cut_does_not_open(ledger, place):
    key = str(uuid4())
    envelope = bytearray(sealed(b"x" * 40, key))
    whole = bytes(envelope)
    envelope[place] ^= 1

    for broken in (bytes(envelope), whole[: len(whole) // 2], b"", whole + b"!"):
        with pytest.raises(EnvelopeBroken):
            open_envelope(broken, key)


def test_an_envelope_for_another_installation_is_told_from_a_broken_one(ledger):
    with pytest.raises(ForeignEnvelope):
        open_envelope(sealed(b"x", "k", name=b"another!"), "k")


def test_two_envelopes_of_the_same_words_have_nothing_in_common_but_mark_and_key_name(ledger):
    one, other = sealed(b"w" * 64, "k"), sealed(b"w" * 64, "k")

    assert one[:11] == other[:11] == b"TG1" + public_key().name
    assert sum(a == b for a, b in zip(one[11:], other[11:], strict=True)) < 20


# --- what comes of it ---------------------------------------------------------------------------------------------


def test_an_entry_is_recorded_with_its_papers_and_the_same_envelope_again_gets_the_same_receipt(han, chen):
    device = device_of(han)
    said = {"kind": "other", "title": "走访拍的材料", "type": "image/jpeg"}
    device.keep(entry(chen, offline=True, verification=verified(), consents=["photo"]), [(said, jpeg())])
    first, again = only(han, device), only(han, device)

    assert (first.state, first.attention) == ("recorded", False)
    assert (again.state, again.said, again.received_at) == ("recorded", first.said, first.received_at)
    assert (Visit.objects.count(), Paper.objects.count()) == (1, 1)
    assert Paper.objects.get().visit_key == Visit.objects.get().key


def test_an_envelope_that_is_too_big_is_refused_before_it_is_read(han):
    class Unread(ContentFile):
        def read(self, *_):
            raise AssertionError("read")

    file = Unread(b"")
    file.size = 10**9

    assert devices.take_file(han, "0" * 32, file).state == "refused"


def test_a_paper_that_is_none_is_named_and_the_visit_stays(han, chen):
    device = device_of(han)
    device.keep(entry(chen), [({"kind": "other", "title": "合同", "type": "image/jpeg"}, b"MZ not a photo")])
    answer = only(han, device)

    assert (answer.state, answer.attention) == ("recorded", True)
    assert "“合同”没有收下" in answer.said[-1]
    assert Visit.objects.count() == 1


def test_a_photo_to_which_nobody_agreed_is_named_as_not_kept_and_the_visit_stays(han, chen):
    device = device_of(han)
    device.keep(entry(chen), [({"kind": "other", "title": "一张纸", "type": "image/jpeg"}, jpeg())])
    answer = only(han, device)

    assert (answer.state, answer.attention) == ("recorded", True)
    assert "“一张纸”没有收下：本人还没有同意" in answer.said[-1]
    assert (Visit.objects.count(), Paper.objects.count()) == (1, 0)


def test_a_photo_of_a_visit_made_before_a_hand_over_is_kept_as_the_visit_is(han, ledger):
    far, today = ledger.person(OTHER_TOWN), clock.today()
    Assignment.objects.create(
        person=far, kind="worker", user_id=han.user_id, started_on=today - timedelta(days=90), ended_on=today,
        by="县残联", at=clock.now(),
    )  # fmt: skip
    device = device_of(han)
    device.keep(
        entry(far, consents=["photo"]), [({"kind": "visit_photo", "title": "门口", "type": "image/jpeg"}, jpeg())]
    )

    assert (only(han, device).state, Paper.objects.get().person) == ("recorded", far)


def test_a_field_that_somebody_changed_meanwhile_is_kept_on_both_sides_also_when_the_answer_was_lost(han, chen):
    before = seen(chen)
    devices.take(han, *next(iter(_one(han, entry(chen, changed={"phone": "13900001111"}, seen=before)).queue.items())))
    device = _one(han, entry(chen, changed={"phone": "13900002222"}, seen=before))
    first, again = only(han, device), only(han, device)

    assert first.state == again.state == "conflict"
    assert first.conflicts == again.conflicts
    assert first.conflicts[0]["title"] == "联系电话"
    assert Person.objects.get(pk=chen.pk).phone == "13900001111"
    assert EntryConflict.objects.count() == 1


def _one(who, said):
    device = device_of(who)
    device.keep(said)
    return device


def test_a_refused_entry_says_how_to_mend_it_and_its_key_stays_free(han, chen):
    wrong = entry(chen, verification=verified(reason=None))
    refused = only(han, _one(han, wrong))
    mended = only(han, _one(han, {**wrong, "verification": verified()}))

    assert refused.state == "refused"
    assert "请选一种" in refused.said[0]
    assert mended.state == "recorded"
    assert Visit.objects.count() == 1


def test_an_entry_belongs_to_who_wrote_it_whoever_is_signed_in(han, chen):
    other = somebody(username="lina", name="李娜")
    device = _one(han, entry(chen))

    assert only(other, device).state == "other"
    assert Visit.objects.count() == 0
    assert Trail.objects.filter(kind="refused", actor_id=other.user_id).count() == 1
    assert only(han, device).state == "recorded"


def test_nobody_can_say_that_another_one_wrote_it(han, chen):
    forged = json.dumps({"user": han.user_id, "at": 1}) + ":sum"
    said = entry(chen)
    envelope = sealed(packed({"token": forged, "entry": said, "papers": []}), said["key"])

    assert devices.take(han, said["key"], envelope).state == "refused"
    assert Visit.objects.count() == 0


def test_an_envelope_cut_on_the_way_is_asked_for_again(han, chen):
    device = _one(han, entry(chen))
    ((key, whole),) = device.queue.items()

    assert devices.take(han, key, whole[:200]).state == "broken"
    assert devices.take(han, str(uuid4()), whole).state == "broken"
    assert devices.take(han, key, whole).state == "recorded"


def test_an_envelope_above_the_limit_is_refused_before_it_is_opened(han, chen):
    limit = devices.figure("entry_kib") * 1024

    assert "太大" in devices.take(han, "k", b"TG1" + bytes(limit + 200)).said[0]


def test_an_error_of_ours_keeps_one_entry_waiting_and_not_the_others(han, chen, monkeypatch):
    real, bad, good = devices.record_entry, entry(chen), entry(chen)

    def stumbles(who, said):
        if said["key"] == bad["key"]:
            raise RuntimeError("a slip of ours")
        return real(who, said)

    monkeypatch.setattr(devices, "record_entry", stumbles)
    device = device_of(han)
    device.keep(bad)
    device.keep(good)
    answers = given(han, device)

    assert [answers[one["key"]].state for one in (bad, good)] == ["later", "recorded"]


@pytest.mark.parametrize(
    "parcel",
    [b"", b"\0\0\0\2{}", packed({"token": "x"})[:-1], packed({"papers": []}, [b"file"]), b"\xff\xff\xff\xff" + b"x" * 9,
     packed({"papers": [{}]}, [b"a"]) + b"more", packed({"papers": [{}] * 30}, [b""] * 30), b"\0\0\0\4null",
     packed({"papers": ["words"]}, [b"a"])],
)  # fmt: skip
def test_a_parcel_packed_otherwise_is_refused_and_never_an_error(han, parcel):
    key = str(uuid4())

    assert devices.take(han, key, sealed(parcel, key)).state == "refused"


# --- the device's clock -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [timedelta(0), timedelta(days=-400), timedelta(hours=9), timedelta(minutes=-50)])
def test_a_wrong_clock_is_put_right_by_what_it_showed_when_the_list_was_handed_out(han, chen, error):
    device = device_of(han, clock_error=error)
    started, ended = clock.now() + timedelta(minutes=1), clock.now() + timedelta(minutes=4)
    device.keep(entry(chen, started_at=device.shows(started).isoformat(), ended_at=device.shows(ended).isoformat()))
    with clock.pretend(clock.now() + timedelta(hours=3)):
        answer = only(han, device)
    visit = Visit.objects.get()

    assert answer.state == "recorded"
    assert abs(visit.started_at - started) < timedelta(seconds=2)
    assert abs((visit.ended_at - visit.started_at) - timedelta(minutes=3)) < timedelta(seconds=2)
    assert (visit.on, visit.was_clock_wrong) == (clock.day_of(started), False)


def test_a_clock_set_back_in_between_gives_the_earliest_time_that_can_be(han, chen):
    device = device_of(han)
    device.keep(entry(chen, started_at=(clock.now() - timedelta(days=900)).isoformat()))
    only(han, device)

    assert abs(Visit.objects.get().started_at - device.server_time) < timedelta(minutes=3)


# --- the list that is handed out ----------------------------------------------------------------------------------


def test_the_list_holds_whom_one_answers_for_those_longest_without_contact_first(han, ledger):
    people = [ledger.person(HOME) for _ in range(4)]
    for one in people[:3]:
        Assignment.objects.create(
            person=one, kind="worker", user_id=han.user_id, started_on="2024-01-01", by="试验", at=clock.now()
        )
    device = device_of(han)
    device.keep(entry(people[0]))
    only(han, device)

    assert assigned_for_today(han, clock.today(), 9) == [people[1].pk, people[2].pk, people[0].pk]
    assert assigned_for_today(han, clock.today(), 2) == [people[1].pk, people[2].pk]


def test_a_person_on_the_list_carries_what_a_visit_needs_and_no_number(han, ledger):
    chen = ledger.person(HOME)
    ledger.spell(chen, clock.today() - timedelta(days=40))
    (one,) = people_for_device(han, [chen.pk], clock.today())

    assert one["believes"]["is_employed"] is True
    assert one["seen"] == seen(chen)
    assert one["jobs"][0][1].startswith("盘锦测试食品有限公司")
    assert chen.citizen_id not in json.dumps(one)
    assert chen.citizen_id[-4:] not in json.dumps(one)


def test_people_out_of_reach_are_not_handed_out(han, ledger):
    far = ledger.person(OTHER_TOWN)

    assert people_for_device(han, [far.pk], clock.today()) == []
    assert people_for_device(replace(han, reach=""), [far.pk], clock.today()) == []
