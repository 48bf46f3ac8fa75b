"""A server that is set up wrongly says so in one line and does not start (E13)."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from lms.core.settings import BadSettings, Settings, load_settings

SECRET = "q8fTzq3wXr5m9VbnKp2sLd7hYj4cGa6e"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own settings."""
    for name in ("ENVIRONMENT", "DATABASE_URL", "CACHE_URL", "STORAGE_URL", "MAIL_URL", "BASE_URL", "SECRET_KEY"):
        monkeypatch.delenv(f"LMS_{name}", raising=False)
    monkeypatch.delenv("PORT", raising=False)


def test_without_any_setting_it_works_on_a_laptop(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/lms.sqlite3"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert len(settings.secret_key) >= 32 and load_settings(tmp_path).secret_key == settings.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0, "only its owner may read it"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LMS_ENVIRONMENT", "prod", "development or production"),
        ("LMS_DATABASE_URL", "mysql://me:pass-word@host/x", "must begin with sqlite:///"),
        ("LMS_CACHE_URL", "localhost:6379", "must begin with memory://"),
        ("LMS_STORAGE_URL", "ftp://key:pass-word@host/x", "must begin with file:/// or s3://"),
        ("LMS_MAIL_URL", "mail.example.org", "must begin with file:/// or smtp://"),
        ("LMS_BASE_URL", "academy.example.org", "must begin with http://"),
        ("LMS_TRUSTED_PROXIES", "yes", "whole number"),
        ("LMS_WORKER_THREADS", "-1", "whole number"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=said) as caught:
        load_settings(tmp_path)
    assert name in str(caught.value) and "\n" not in str(caught.value) and "pass-word" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"LMS_SECRET_KEY": "secret"}, "LMS_SECRET_KEY is too weak"),
        ({"LMS_SECRET_KEY": "x" * 31}, "LMS_SECRET_KEY is too weak"),
        ({"LMS_SECRET_KEY": "x" * 64}, "LMS_SECRET_KEY is too weak"),
        ({"LMS_SECRET_KEY": SECRET, "LMS_BASE_URL": ""}, "LMS_BASE_URL is not set"),
        ({"LMS_SECRET_KEY": SECRET, "LMS_BASE_URL": "http://learn.example.org"}, "https://"),
    ],
)
def test_e13_production_is_refused_what_a_laptop_may_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], said: str
) -> None:
    for name, value in {"LMS_BASE_URL": "https://learn.example.org", **settings}.items():
        monkeypatch.setenv(name, value)
    load_settings(tmp_path)
    monkeypatch.setenv("LMS_ENVIRONMENT", "production")
    with pytest.raises(BadSettings, match=said):
        load_settings(tmp_path)


def test_production_starts_with_a_strong_secret_and_a_public_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMS_ENVIRONMENT", "production")
    monkeypatch.setenv("LMS_BASE_URL", "https://learn.example.org/")
    monkeypatch.setenv("LMS_SECRET_KEY", SECRET)
    assert load_settings(tmp_path).base_url == "https://learn.example.org"


def test_the_guide_tells_every_setting_and_none_besides() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `LMS_(\w+)` ", guide, re.MULTILINE)) == {
        field.name.upper() for field in fields(Settings)
    }
