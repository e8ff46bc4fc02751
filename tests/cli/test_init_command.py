"""A true installation is made whole or not at all."""

import os
import subprocess
import sys

import pytest


def tonggong(home, *words):
    environment = {**os.environ, "TONGGONG_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    return subprocess.run([sys.executable, "-m", "tonggong", *words], env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    home = tmp_path_factory.mktemp("real") / "home"
    return home, tonggong(home, "init", "--audit-admin", "wangsan:王三")


def test_init_tells_where_the_key_is_and_each_first_password_once(real):
    home, made = real

    assert made.returncode == 0
    assert str(home / "keys" / "master.key") in made.stdout
    assert made.stdout.count("初始密码") == 3
    assert "wangsan" in made.stdout


def test_a_second_init_changes_nothing(real):
    home, _made = real
    key = (home / "keys" / "master.key").read_text()

    again = tonggong(home, "init")

    assert (again.returncode, (home / "keys" / "master.key").read_text()) == (1, key)


def test_a_real_installation_has_no_demo_account_and_takes_no_practice_city(real):
    home, _made = real

    assert tonggong(home, "accounts", "--json").returncode == 1
    assert "不能混在一起" in tonggong(home, "serve", "--demo").stderr


def test_one_person_cannot_be_two_administrators_and_nothing_is_left_behind(tmp_path):
    refused = tonggong(tmp_path / "home", "init", "--system-admin", "same:王三", "--audit-admin", "same:王三")

    assert refused.returncode == 2
    assert not (tmp_path / "home").exists()
