"""What must not start, and what the command line can do."""

from pathlib import Path

import pytest
from flask import Flask

from lms.accounts import services
from lms.accounts.cli import person as command
from lms.accounts.queries import person_id_by_email, roles_of
from lms.core.db import db
from lms.core.settings import BadSettings
from tests.conftest import make_settings
from tests.factories import accounts


def test_e13_a_production_server_refuses_to_start_with_demo_people(app: Flask, tmp_path: Path) -> None:
    accounts.a_person(is_demo=True)
    production = make_settings(tmp_path, "sqlite://", environment="production", base_url="https://learn.example.org")
    with pytest.raises(BadSettings, match="1 demo people"):
        services.check_may_serve(production)
    services.check_may_serve(make_settings(tmp_path, "sqlite://"))


def test_a_production_server_starts_with_real_people(app: Flask, tmp_path: Path) -> None:
    accounts.a_person()
    services.check_may_serve(make_settings(tmp_path, "sqlite://", environment="production"))


def test_an_administrator_is_made_from_the_command_line(app: Flask) -> None:
    run = app.test_cli_runner()
    words = f"{accounts.PASSWORD}\n{accounts.PASSWORD}\n"
    result = run.invoke(command, ["create-admin", "root@example.org", "--country", "kz"], input=words)
    assert result.exit_code == 0, result.output
    person_id = person_id_by_email("root@example.org")
    assert person_id and [role.role for role in roles_of(person_id)] == ["administrator"]
    assert services.check_password("root@example.org", accounts.PASSWORD) is not None


def test_a_weak_password_is_refused_on_the_command_line_too(app: Flask) -> None:
    result = app.test_cli_runner().invoke(command, ["create-admin", "root@example.org"], input="password123\n" * 2)
    assert result.exit_code != 0 and "Please choose another" in result.output
    assert person_id_by_email("root@example.org") is None


def test_an_administrator_can_be_made_with_a_link(app: Flask) -> None:
    result = app.test_cli_runner().invoke(command, ["create-admin", "root@example.org", "--link"])
    assert result.exit_code == 0, result.output
    path = result.output.split("http://localhost")[1].strip()
    browser = app.test_client()
    assert browser.post(path, data={"password": "seven-new-camels-run"}).status_code == 303
    assert services.check_password("root@example.org", "seven-new-camels-run") is not None


def test_somebody_who_is_there_becomes_administrator_and_keeps_the_password(app: Flask) -> None:
    person = accounts.a_person(email="ann@example.org")
    db.session.commit()
    result = app.test_cli_runner().invoke(command, ["create-admin", "ANN@example.org"])
    assert result.exit_code == 0, result.output
    assert [role.role for role in roles_of(person.id)] == ["administrator"]
    assert services.check_password("ann@example.org", accounts.PASSWORD) is not None


def test_a_reset_link_for_nobody_says_so(app: Flask) -> None:
    result = app.test_cli_runner().invoke(command, ["reset-link", "nobody@example.org"])
    assert result.exit_code != 0 and "Nobody has the address" in result.output
