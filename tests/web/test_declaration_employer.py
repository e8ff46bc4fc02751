"""The unit's own declaration: prefilled, corrected with papers, submitted, decided, objected to; nobody whom it did not report."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.domain.paper_files import jpeg
from tests.domain.reporting_ledger import UNIT, Ledger, at
from tests.web.levy_city import YEAR, a_firm, employer, local_average, placed
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.declaration import services
from tonggong.domain.declaration.models import Declaration, Evidence, Item
from tonggong.domain.employment.models import Spell

pytestmark = pytest.mark.django_db
CLERK = Who(902, "何萍", "county_staff", "县区残联", "211103", ROLES["county_staff"].duties)
OTHER = "91211100MA0TESTX2B"
NUMBER = "211103198505010011"


@pytest.fixture(autouse=True)
def _spring():
    with clock.pretend(at(date(YEAR + 1, 4, 1))):
        yield


@pytest.fixture
def ledger(practice) -> Ledger:
    found = Ledger()
    local_average(90_000)
    a_firm(found)
    return found


def photo():
    return SimpleUploadedFile("林小满的合同.jpg", jpeg(), "image/jpeg")


def page_of(client, year=YEAR):
    answer = client.get(reverse("employer:declaration"), {"year": year})
    assert answer.status_code == 200
    return answer.text


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))


def correct(client, what, **said):
    body = {"year": YEAR, "what": what, "reason": "社保漏报", "file": photo()} | said
    return client.post(reverse("employer:declaration-correct"), {k: v for k, v in body.items() if v is not None})


def act(client, step, **said):
    return client.post(reverse("employer:declaration-act"), {"year": YEAR, "step": step} | said, follow=True)


def without_contract(person):
    Spell.objects.filter(person=person).update(contract_kind="", contract_until=None)
    return person


def test_three_are_confirmed_and_one_is_asked_for_one_paper(client, ledger):
    people = [placed(ledger, f"林小{n}", reported=True) for n in "甲乙丙丁"]
    without_contract(people[3])
    employer(client)

    page = page_of(client)

    assert "3人已由参保数据确认，1人请补一份材料。" in page
    assert page.count("months12") == 4
    assert "林*丁" in page
    assert "林小丁" not in page
    assert "2023年6月 120" in words_of(page)
    assert Declaration.objects.count() == 0  # looking begins nothing


def test_the_paper_that_was_asked_for_is_taken_and_then_waits_for_the_review(client, ledger):
    person = without_contract(placed(ledger, "林小满", reported=True))
    employer(client)
    form = client.get(
        reverse("employer:declaration-correct"), {"year": YEAR, "what": "person", "n": 1, "claim": "contract"}
    )
    assert f'value="{person.pk}" selected' in form.text

    first, last = f"{YEAR}-01", f"{YEAR}-12"
    assert correct(client, "person", person=person.pk, claim="contract", first=first, last=last).status_code == 302

    page = page_of(client)
    assert "1人已补材料，等审核。" in page
    item = Item.objects.get()
    assert (item.kind, item.person_id, item.until) == ("contract", person.pk, None)
    assert "林小满" not in Evidence.objects.get().title


def test_a_correction_changes_the_levy_and_the_difference_is_said(client, ledger):
    employer(client)

    assert correct(client, "wages", yuan="360万").status_code == 422
    assert correct(client, "wages", yuan="3,600,000").status_code == 302

    words = words_of(page_of(client))
    # 1.8 persons x 60,000 x 90 %, and of half the wages half of it
    assert "更正前应缴 97,200.00 元，按更正后应缴 48,600.00 元，少缴 48,600.00 元。" in words
    assert "3,600,000.00 元 （更正；原为 7,200,000.00 元）" in words
    assert correct(client, "heads", month=f"{YEAR}-03", heads="60").status_code == 302
    assert "2023年3月 60 更正；原为 120" in words_of(page_of(client))


def test_a_correction_without_paper_or_with_a_wrong_number_is_told_at_its_field_and_the_rest_stays(client, ledger):
    employer(client)

    answer = correct(client, "heads", month=f"{YEAR}-03", heads="很多", file=None, reason="三月少算了五人")

    assert answer.status_code == 422
    assert "请附一份凭据" in answer.text
    assert "“很多”不是整数" in answer.text
    assert 'value="三月少算了五人"' in answer.text
    assert f'value="{YEAR}-03" selected' in answer.text
    assert Item.objects.count() == 0


def test_a_file_that_is_no_photo_is_refused_beside_it(client, ledger):
    employer(client)

    answer = correct(client, "wages", yuan="7200000", file=SimpleUploadedFile("a.jpg", b"nothing", "image/jpeg"))

    assert answer.status_code == 422
    assert "id_file_problem" in answer.text
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize(
    ("asked", "boxes", "opened"),
    [
        ({"what": "add"}, 7, 0),
        ({"what": "person", "n": 1, "claim": "bank"}, 6, 0),
        ({"what": "person", "n": 1, "claim": "contract"}, 6, 1),
        ({"what": "person", "n": 1, "claim": "elsewhere"}, 6, 1),
    ],
)
def test_what_only_some_cases_need_is_folded_until_it_is_asked_for(client, ledger, asked, boxes, opened):
    placed(ledger, "林小满", reported=True)
    employer(client)
    page = client.get(reverse("employer:declaration-correct"), {"year": YEAR} | asked).text
    form = page.split('enctype="multipart/form-data"')[1].split("</form>")[0]
    plain = re.sub(r"(?s)<details.*?</details>", "", form)
    assert len(set(re.findall(r' name="(\w+)"', plain)) - {"year", "what", "csrfmiddlewaretoken"}) == boxes
    assert form.count('<details class="twin" open>') == opened


def test_a_wrong_word_in_a_folded_box_opens_it_with_what_is_wrong(client, ledger):
    employer(client)
    said = {
        "claim": "agreed",
        "citizen_id": NUMBER,
        "number": f"{NUMBER}43",
        "first": f"{YEAR}-01",
        "last": f"{YEAR}-12",
    }
    answer = correct(client, "add", **said)
    (opened,) = re.findall(r"(?s)<details class=\"twin\" open>.*?</details>", answer.text)
    assert "id_other_problem" in opened


def test_an_identity_number_is_never_shown_back(client, ledger):
    employer(client)
    said = {"claim": "person", "citizen_id": NUMBER, "first": f"{YEAR}-01", "last": f"{YEAR}-12"}

    wrong = correct(client, "add", number="1", **said)
    assert wrong.status_code == 422
    assert "id_number_problem" in wrong.text
    assert NUMBER not in wrong.text
    mixed = correct(client, "add", number="21110319850501002843", **said)
    assert mixed.status_code == 422
    assert "211103" not in words_of(mixed.text)
    assert correct(client, "add", number=f"{NUMBER}43", **said).status_code == 302

    assert "补一个人" in words_of(page_of(client))
    assert NUMBER not in page_of(client)


@pytest.mark.parametrize(
    ("what", "said", "field"),
    [
        ("person", {"claim": "wage"}, "yuan"),
        ("person", {"claim": "elsewhere"}, "other"),
        ("person", {"claim": "bank", "first": f"{YEAR}-05", "last": f"{YEAR}-04"}, "last"),
        ("person", {"claim": "bank", "person": "0"}, "person"),
        ("add", {"claim": "agreed", "citizen_id": NUMBER, "number": f"{NUMBER}43", "other": "1"}, "other"),
        ("add", {"claim": "person", "citizen_id": "2", "number": f"{NUMBER}43"}, "citizen_id"),
    ],
)
def test_what_is_missing_is_said_at_its_field(client, ledger, what, said, field):
    person = placed(ledger, "林小满", reported=True)
    employer(client)
    body = {"person": person.pk, "first": f"{YEAR}-01", "last": f"{YEAR}-12"} | said

    answer = correct(client, what, **body)

    assert answer.status_code == 422
    assert f'id="id_{field}_problem"' in answer.text
    assert Item.objects.count() == 0


def test_somebody_whom_the_unit_did_not_report_is_neither_shown_nor_taken_nor_marked(client, ledger):
    placed(ledger, "林小满", reported=True)
    hidden = placed(ledger, "赵无名", reported=False)
    hidden.certificates.update(valid_until=date(YEAR + 1, 1, 15))
    employer(client)
    first, last = f"{YEAR}-01", f"{YEAR}-12"

    answer = correct(client, "person", person=hidden.pk, claim="bank", first=first, last=last)
    assert answer.status_code == 422
    act(client, "submit")

    row = Declaration.objects.get()
    assert (row.state, row.confirmed) == ("submitted", 1)
    assert not row.items.exists()
    assert "赵" not in words_of(page_of(client))
    assert not Entry.objects.filter(kind="view", subject="persons.Person", subject_id=hidden.pk).exists()


def test_submitted_it_has_a_receipt_and_a_term_and_is_taken_back_before_the_review(client, ledger):
    employer(client)

    page = act(client, "submit").text
    row = Declaration.objects.get()
    assert page.count(row.receipt) >= 2
    assert "审核期限" in page
    assert correct(client, "heads", month=f"{YEAR}-03", heads="9").status_code == 422

    assert "撤回了" in act(client, "withdraw").text
    act(client, "submit")
    row.refresh_from_db()
    services.take_up(CLERK, row)
    assert act(client, "withdraw").status_code == 422
    assert [one for one in ("填写中", "审核中") if one not in words_of(page_of(client))] == []


def test_out_of_the_window_it_cannot_be_submitted_but_corrected(client, ledger):
    with clock.pretend(at(date(YEAR + 1, 2, 1))):
        employer(client)
        assert "今天不在申报期内" in page_of(client)
        assert act(client, "submit").status_code == 422
        assert correct(client, "heads", month=f"{YEAR}-03", heads="9").status_code == 302


def test_given_back_it_is_mended_decided_with_reasons_and_objected_to_once(client, ledger):
    employer(client)
    correct(client, "heads", month=f"{YEAR}-03", heads="9")
    act(client, "submit")
    row = Declaration.objects.get()
    services.take_up(CLERK, row)
    services.give_back(CLERK, row, "请补三月的工资表")
    page = page_of(client)
    assert "请补三月的工资表" in page
    assert "补正期限" in page
    act(client, "submit")
    row.refresh_from_db()
    services.take_up(CLERK, row)
    services.answer(CLERK, Item.objects.get(), False, "工资表看不清")
    services.decide(CLERK, row, "三月人数不采信")

    words = words_of(page_of(client))
    assert "部分认定" in words
    assert "三月人数不采信" in words
    assert "工资表看不清" in words
    assert "何萍" not in words

    empty = act(client, "object", reason="")
    assert empty.status_code == 422
    assert "请写明哪里不对" in empty.text
    assert "异议收到了" in act(client, "object", reason="工资表清楚").text
    assert "提异议" not in words_of(page_of(client))


def test_a_correction_is_dropped_and_its_file_opens_for_the_unit_alone(client, ledger):
    a_firm(ledger, 50, OTHER)
    employer(client)
    correct(client, "heads", month=f"{YEAR}-03", heads="9")
    address = reverse("employer:declaration-evidence", args=[Evidence.objects.get().pk])
    assert client.get(address)["Content-Type"] == "image/jpeg"

    act(client, "drop", of=Item.objects.get().pk)
    assert Item.objects.get().dropped_at
    assert "更正；原为" not in words_of(page_of(client))
    assert Declaration.objects.get().unit.code == UNIT


def test_a_unit_that_is_not_registered_is_told_what_to_do(client, practice):
    Ledger()
    employer(client, OTHER)

    assert "登记里还没有本单位，不能申报" in page_of(client)
    led = client.get(reverse("employer:declaration-correct"), {"what": "heads"}, follow=True)
    assert "登记里还没有本单位，不能申报" in led.text


@pytest.mark.parametrize("year", ["²", "１２", "-1", "9" * 30, "1999", "", YEAR + 1])
def test_a_year_that_cannot_be_declared_leads_to_the_last_one(client, ledger, year):
    employer(client)

    assert f"{YEAR}年按比例就业申报" in page_of(client, year)
