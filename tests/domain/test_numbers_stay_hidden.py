"""Numbers of people: never in a log line, never on disk in clear, never a certificate's tail on a screen."""

import logging
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tests.domain.intake_files import citizen_ids, unit_code
from tonggong.base.accounts.who import NOBODY, system_who
from tonggong.base.intake import uploading
from tonggong.base.intake.feeds import Kind
from tonggong.base.intake.remedies import masked
from tonggong.base.jobs import services as jobs
from tonggong.base.jobs.models import Run
from tonggong.base.privacy.logs import BlottingFormatter

NUMBER = citizen_ids(1, seed=3)[0]


@pytest.mark.parametrize("kind", [None, Kind.TEXT, Kind.CITIZEN_ID, Kind.CERTIFICATE])
def test_a_certificate_number_in_any_column_shows_no_tail(kind):
    assert masked(kind, f"{NUMBER}43") == "（证号）"
    assert masked(kind, f"{NUMBER[:6]} {NUMBER[6:]}43B1") == "（证号）"


def test_a_mobile_phone_in_a_column_that_is_not_read_shows_only_its_tail():
    assert masked(None, "13904271234") == "尾号 1234"
    assert "1390427" not in masked(Kind.TEXT, "可打 13904271234")


def test_a_units_code_is_no_secret():
    assert masked(Kind.USCC, unit_code(1)) == unit_code(1)
    assert masked(Kind.USCC, NUMBER) == f"尾号 {NUMBER[-4:]}"


@pytest.mark.parametrize("written", [NUMBER, f"{NUMBER}43", "13904271234"])
def test_a_log_line_repeats_no_number_even_from_an_exception(written):
    line = BlottingFormatter("{message}", style="{")
    try:
        raise ValueError(f"Could not convert string '{written}' to DATE")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "row %s", (written,), (type(error), error, None))

    shown = line.format(record)

    assert written not in shown
    assert "Could not convert" in shown


def test_an_upload_of_any_size_stays_in_memory(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.UPLOAD_MAX_BYTES = 8 * 2**20
    large = SimpleUploadedFile("a.csv", b"1" * (6 * 2**20))

    request = RequestFactory().post("/", {"file": large})

    assert request.FILES["file"].size == 6 * 2**20
    assert len(request.FILES["file"].read()) == 6 * 2**20
    assert list(Path(tmp_path).iterdir()) == []


def test_of_a_file_above_the_limit_only_the_size_is_kept(settings):
    settings.UPLOAD_MAX_BYTES = 2**20

    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.csv", b"1" * (3 * 2**20))})

    assert request.FILES["file"].size == 3 * 2**20
    assert request.FILES["file"].read() == b""


@pytest.mark.django_db
def test_work_of_an_account_that_was_switched_off_has_no_duty_any_more(practice):
    run = Run(kind="upload", subject="x", by="某人", by_id=987_654, post_id=1)

    assert jobs.who_asked(run) is NOBODY


@pytest.mark.django_db
def test_a_file_named_after_a_number_loses_it(practice):
    run = uploading.keep(system_who("命令行"), "deaths", "2024-09", "", f"{NUMBER}王某.xlsx", b"x")

    run.refresh_from_db()
    assert NUMBER not in f"{run.subject} {run.payload}"
    assert run.payload["name"] == "***王某.xlsx"
