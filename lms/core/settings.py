"""Settings: `LMS_…` variables first, then `instance/settings.toml`, then a default that works on a laptop."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What each address may begin with.
SCHEMES = {
    "database_url": ("sqlite:///", "postgresql+psycopg://"),
    "cache_url": ("memory://", "redis://", "rediss://", "redis+", "valkey"),
    "storage_url": ("file:///", "s3://"),
    "mail_url": ("file:///", "smtp://", "smtps://"),
    "base_url": ("http://", "https://"),
}


class BadSettings(Exception):
    """A setting that the server refuses to start with, and what to do about it."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations; `docs/operations.md` explains each."""

    instance: Path
    environment: str  # development | production
    database_url: str
    cache_url: str
    storage_url: str
    mail_url: str
    mail_from: str
    base_url: str
    secret_key: str
    issuer: str
    trusted_proxies: int
    worker_threads: int

    @property
    def in_production(self) -> bool:
        return self.environment == "production"


def _value(name: str, default: str, file: dict[str, Any]) -> str:
    return os.environ.get(f"LMS_{name.upper()}") or str(file.get(name, default))


def _count(name: str, default: int, file: dict[str, Any]) -> int:
    text = _value(name, str(default), file)
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise BadSettings(f"LMS_{name.upper()} is {text!r}; it must be a whole number.")
    return int(text)


def _check(settings: Settings) -> Settings:
    """Raises `BadSettings` for an address that nothing here understands."""
    for name, schemes in SCHEMES.items():
        if not str(getattr(settings, name)).startswith(schemes):
            given = str(getattr(settings, name)).split("@")[-1]  # not the password in it
            raise BadSettings(f"LMS_{name.upper()} is {given!r}; it must begin with {' or '.join(schemes)}.")
    if settings.in_production and not settings.base_url.startswith("https://"):
        raise BadSettings(
            f"LMS_BASE_URL is {settings.base_url!r}; in production it begins with https://, or no cookie is safe."
        )
    return settings


def _is_weak(secret: str) -> bool:
    """Shorter than what guessing cannot reach, or one thing over and over."""
    return len(secret) < 32 or len(set(secret)) < 10


def _kept_secret(instance: Path) -> str:
    """A strong secret made once and kept beside the data, readable by its owner only."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process made it a moment ago
    return path.read_text().strip()


def default_instance() -> Path:
    """`LMS_INSTANCE`, or `instance/` of a checkout, or of the folder one stands in."""
    if chosen := os.environ.get("LMS_INSTANCE"):
        return Path(chosen).resolve()
    checkout = Path(__file__).resolve().parents[2]
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "instance"


def load_settings(instance: Path | None = None) -> Settings:
    """Reads all settings. Raises `BadSettings` with a sentence for the person who starts the server."""
    instance = instance or default_instance()
    path = instance / "settings.toml"
    try:
        file = tomllib.loads(path.read_text()) if path.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path} is not valid TOML: {error}. Mend the line or remove the file.") from error
    environment = _value("environment", "development", file)
    if environment not in ("development", "production"):
        raise BadSettings(f"LMS_ENVIRONMENT is {environment!r}; it must be development or production.")
    secret = _value("secret_key", "", file) or _kept_secret(instance)
    if environment == "production" and _is_weak(secret):
        raise BadSettings(
            "LMS_SECRET_KEY is too weak for production: give at least 32 random characters, for example from "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'."
        )
    port = os.environ.get("PORT", "8000")
    base_url = _value("base_url", f"http://127.0.0.1:{port}", file).rstrip("/")
    if environment == "production" and not _value("base_url", "", file):
        raise BadSettings("LMS_BASE_URL is not set: in production it is the public address, https://….")
    database = _value("database_url", f"sqlite:///{instance / 'lms.sqlite3'}", file)
    if database.startswith(("postgres://", "postgresql://")):
        database = "postgresql+psycopg://" + database.split("://", 1)[1]
    settings = Settings(
        instance=instance,
        environment=environment,
        database_url=database,
        cache_url=_value("cache_url", "memory://", file),
        storage_url=_value("storage_url", f"file://{instance / 'files'}", file),
        mail_url=_value("mail_url", f"file://{instance / 'mail'}", file),
        mail_from=_value("mail_from", "E-Commerce Academy <no-reply@example.org>", file),
        base_url=base_url,
        secret_key=secret,
        issuer=_value("issuer", "E-Commerce Academy", file),
        trusted_proxies=_count("trusted_proxies", 0, file),
        worker_threads=_count("worker_threads", 1, file),
    )
    return _check(settings)
