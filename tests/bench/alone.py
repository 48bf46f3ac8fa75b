"""What the benches of one process share: people, a browser that looks at no page, time by the clock and by CPU."""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.services import begin_sign_in
from lms.core.clock import utc_now
from lms.core.db import db
from tests.bench.__main__ import ENGINES

ROUNDS = 5
_NAMES = ("Айжан Бекова", "王伟", "Мария Соколова", "सीता देवी", "محمد رضایی", "Aziz Karimov", "李娜", "=1+1")


def a_person(number: int, place: int, now: Any) -> dict[str, Any]:
    """A row of `person`; nobody can sign in with it."""
    name = f"{_NAMES[place % len(_NAMES)]} {place}"
    return {
        "id": number, "public_id": f"person-{place:015d}", "email": f"p{place}@example.org",
        "email_key": f"p{place}@example.org", "password_hash": "-", "password_changed_at": now, "printed_name": name,
        "latin_name": name, "country_code": "KZ" if place % 3 else "UZ", "language": "en", "time_zone": "UTC",
        "organisation": "", "participant_kind": "company", "is_demo": False, "created_at": now,
        "email_confirmed_at": now, "search_text": name.casefold(),
    }  # fmt: skip


def measure(name: str, ask: Callable[[], Any]) -> float:
    """Prints the first answer and the median of the next ones; returns the slowest by the clock, in seconds."""
    walls, cpus, size = [], [], 0
    for _ in range(1 + ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = ask()
        size = len(answer.get_data())
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
        assert answer.status_code == 200, answer.status
    median = ROUNDS // 2
    print(
        f"  {name:34} first {walls[0] * 1000:6.0f} ms, then {sorted(walls[1:])[median] * 1000:6.0f} ms, "
        f"CPU {sorted(cpus[1:])[median] * 1000:6.0f} ms, {size / 1024:7.0f} KB",
        flush=True,
    )
    return max(walls)


def signed_in(app: Flask, person_id: int) -> Any:
    """A browser that looks at no page, so that only the product's own work is measured."""
    token = begin_sign_in(person_id, now=utc_now())
    db.session.commit()
    db.session.remove()
    client = FlaskClient(app, app.response_class)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def on_each_engine(description: str | None, bench: Callable[..., bool], **sizes: int) -> int:
    """Runs `bench(engine, **sizes)` on the engines asked for; each size is an option. 1 where one was too slow."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES)
    for name, size in sizes.items():
        parser.add_argument(f"--{name}", type=int, default=size)
    asked = vars(parser.parse_args())
    only = asked.pop("engine")
    fast = []
    for name in [only] if only else list(ENGINES):
        folder = Path(tempfile.mkdtemp(prefix="lms-bench-"))
        try:
            with ENGINES[name](folder) as engine:
                fast.append(bench(engine, **asked))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(fast) else 1
