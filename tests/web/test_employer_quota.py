"""The own unit's year: only whom it reported is named and counted, the levy with its sentences, what-if, the letter."""

import io
import re
from datetime import date
from decimal import Decimal

import docx
import pytest
from django.urls import reverse

from tests.domain.reporting_ledger import UNIT, Ledger, at
from tests.web.levy_city import MONTHS, NAME, YEAR, a_firm, employer, local_average, placed
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell, SpellEvidence
from tonggong.domain.quota.yearly import quota_of
from tonggong.rules.small_cells import LEAST

pytestmark = pytest.mark.django_db
OTHER = "91211100MA0TESTX2B"


@pytest.fixture(autouse=True)
def _autumn_of_2024():
    """The years that can be tried, and the reliefs that hold in them, follow the calendar."""
    with clock.pretend(at(date(2024, 10, 12))):
        yield


@pytest.fixture
def ledger(practice) -> Ledger:
    found = Ledger()
    local_average(90_000)
    a_firm(found)
    return found


def page_of(client, year=YEAR):
    answer = client.get(reverse("employer:quota"), {"year": year})
    assert answer.status_code == 200
    return answer.text


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))


def test_when_the_unit_reported_all_its_page_says_the_very_sentences_and_fen_of_the_batch(client, ledger):
    placed(ledger, "林小满", reported=True)
    employer(client)

    page = page_of(client)

    batch = quota_of(UNIT, YEAR)
    assert batch.levy.payable_yuan == Decimal("43200.00")  # (1.8 - 1) x 60,000 x 90 %: 1 in 120 is less than 1 %
    for step in batch.steps:
        assert step.text in page
    assert f"{batch.levy.payable_yuan:,}" in page


def test_who_is_reported_stands_masked_with_twelve_months_in_words(client, ledger):
    placed(ledger, "林小满", reported=True, which=MONTHS[3:])
    employer(client)

    page = page_of(client)

    assert "林*满" in page
    assert "林小满" not in page
    grid = re.search(r'<ol class="months12".*?</ol>', page, re.S)[0]
    assert grid.count("不在职") == 3
    assert grid.count("计入") == 9
    assert "2023年4月至12月计入，每月算1人。" in page


def test_a_month_that_does_not_count_says_why(client, ledger):
    person = placed(ledger, "林小满", reported=True)
    person.contributions.filter(first_month="2023-06").delete()
    employer(client)

    words = words_of(page_of(client))

    assert "6月 不计" in words
    assert "2023年6月不计入：当月没有缴养老、医疗保险。" in words


def test_the_grade_on_a_certificate_is_not_told(client, ledger):
    placed(ledger, "林小满", reported=True, grade=1)
    employer(client)

    page = page_of(client)

    assert "算2人" in page
    assert not re.search(r"残疾人证（\d级）", page)


def test_of_whom_it_did_not_report_nothing_is_told_while_they_are_few(client, ledger):
    placed(ledger, "林小满", reported=True)
    employer(client)
    alone = page_of(client)
    for n in range(LEAST - 1):
        placed(ledger, f"赵无名{n}", reported=False, grade=1)

    page = page_of(client)

    def without_token(text):
        return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)

    assert without_token(page) == without_token(alone)
    assert "赵" not in words_of(page)
    assert quota_of(UNIT, YEAR).levy.counted == 1 + 2 * (LEAST - 1)  # the city's own count has them


def test_of_five_others_the_number_is_told_and_nothing_else(client, ledger):
    for n in range(LEAST):
        placed(ledger, f"赵无名{n}", reported=False)
    employer(client)

    words = words_of(page_of(client))

    assert f"另有 {LEAST} 人由部门数据得知" in words
    assert "赵" not in words
    assert "没有报过安置的人" in words


def test_who_was_reported_and_known_before_is_named_too(client, ledger):
    placed(ledger, "林小满", reported=True)
    known = placed(ledger, "周大海", reported=False)
    spell = Spell.objects.get(person=known)
    own = Spell.objects.exclude(person=known).get().source_file
    SpellEvidence.objects.create(thread=spell.pk, source_file=own, source_row=3, known_from=clock.now())
    employer(client)

    assert "周*海" in page_of(client)


def test_looking_at_the_people_is_noted_person_by_person(client, ledger):
    one, two = placed(ledger, "林小满", reported=True), placed(ledger, "赵无名", reported=False)
    employer(client)
    page_of(client)

    looked = set(Entry.objects.filter(kind="view", subject="persons.Person").values_list("subject_id", flat=True))
    assert looked == {one.pk}
    assert two.pk not in looked


def test_where_only_a_department_knows_of_somebody_the_page_is_that_of_a_unit_with_nobody(client, ledger):
    Unit.objects.create(code=OTHER, name="没有参保数据的单位", economic_kind="企业", county_code="211103000000")
    employer(client, OTHER)
    alone = words_of(page_of(client))
    placed(ledger, "赵无名", reported=False, code=OTHER)

    assert quota_of(OTHER, YEAR).placements
    assert words_of(page_of(client)) == alone
    assert "也没有安置记录" in alone


def test_a_branch_is_told_that_the_whole_is_counted_elsewhere(client, ledger):
    head = Unit.objects.create(code=OTHER, name="总公司", economic_kind="企业", county_code="211103000000")
    employer(client)
    assert "有上级或分支机构" not in page_of(client)
    Unit.objects.filter(code=UNIT).update(parent=head)

    assert "有上级或分支机构" in page_of(client)
    letter = docx.Document(io.BytesIO(client.get(reverse("employer:quota-letter"), {"year": YEAR}).content))
    assert any("没有和上级、分支机构合并" in paragraph.text for paragraph in letter.paragraphs)


def test_the_heads_stand_with_the_office_whose_file_says_so(client, ledger):
    employer(client)

    words = words_of(page_of(client))

    assert words.count("2023年6月 120 人") == 1
    assert "测试 社保缴费数据，只留每月合计" in words


def test_another_unit_is_not_shown_whatever_is_asked(client, ledger):
    a_firm(ledger, 50, OTHER)
    Unit.objects.filter(code=OTHER).update(name="隔壁水泥厂")
    placed(ledger, "周大海", reported=True, code=OTHER)
    employer(client)

    page = client.get(reverse("employer:quota"), {"year": YEAR, "code": OTHER, "unit": OTHER}).text

    assert "隔壁水泥厂" not in page
    assert "周*海" not in page


@pytest.mark.parametrize("year", ["²", "１２", "-1", "9" * 30, "1999", ""])
def test_a_year_that_is_none_of_the_units_leads_to_last_year(client, ledger, year):
    employer(client)

    assert f"{clock.today().year - 1}年按比例就业" in page_of(client, year)


def test_a_year_of_which_nothing_is_known_says_what_to_do(client, ledger):
    employer(client)

    words = words_of(page_of(client, clock.today().year))

    assert "还没有本单位的参保人数，也没有安置记录" in words
    assert "报安置情况" in words


def test_a_unit_that_is_not_registered_is_led_to_the_simulator(client, practice):
    Ledger()
    employer(client, OTHER)

    page = page_of(client)

    assert "登记里还没有本单位" in page
    assert reverse("portal:levy") in page


def test_without_the_citys_average_wage_the_page_says_so_and_the_boxes_still_work(client, ledger):
    local_average(None)
    employer(client)
    assert "市里还有一个政策数没有填" in page_of(client)

    answer = client.post(reverse("employer:quota-try"), tried(), headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "没有和工资上限比" in answer.text


def tried(**other):
    year = clock.today().year + 1
    return {"of": YEAR, "year": year, "staff": "120", "wage": "60000", "ordinary": "1", "ordinary_from": "4"} | other


def test_what_if_adds_to_those_who_are_there_and_says_what_is_spared(client, ledger):
    placed(ledger, "林小满", reported=True)
    employer(client)

    answer = client.post(reverse("employer:quota-try"), tried(), headers={"HX-Request": "true"})

    # 12 + 9 months of 21.6: 0.05 persons x 60,000 x 50 %; without her 0.8 x 60,000 x 90 %
    assert "1,500.00" in answer.text
    assert "少缴 41,700.00 元" in answer.text
    assert "<html" not in answer.text


def test_what_if_without_a_script_is_the_whole_page_with_the_result(client, ledger):
    employer(client)

    answer = client.post(reverse("employer:quota-try"), tried(ordinary="一"))

    assert answer.status_code == 200
    assert "一步一步算" in answer.text
    assert "<html" in answer.text


def test_a_number_that_is_none_is_told_at_its_field_and_the_rest_stays(client, ledger):
    employer(client)

    answer = client.post(reverse("employer:quota-try"), tried(staff="很多"), headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "“很多”看不懂，请写数字，例如 120" in answer.text
    assert 'value="60000"' in answer.text


def test_the_letter_says_the_same_names_nobody_and_is_noted(client, ledger):
    placed(ledger, "林小满", reported=True)
    placed(ledger, "赵无名", reported=False)
    employer(client)

    answer = client.get(reverse("employer:quota-letter"), {"year": YEAR})

    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(
        [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    )
    assert NAME in text
    assert "43,200.00" in text
    assert "应安排1.8人" in text
    assert "再安排" in text
    assert "超比例安排奖励" in text
    assert "林" not in text
    assert "赵" not in text
    assert Entry.objects.filter(kind="release", subject="employers.Unit").count() == 1


def test_no_letter_of_a_year_of_which_nothing_is_known_and_the_page_says_so(client, ledger):
    employer(client)

    answer = client.get(reverse("employer:quota-letter"), {"year": clock.today().year}, follow=True)

    assert "出不了告知信" in answer.text
    assert "还没有本单位的参保人数" in answer.text
