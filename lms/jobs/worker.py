"""The loop that does jobs: as a thread of the server, or as `lms worker` processes."""

import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager

import structlog

from lms.core.clock import utc_now
from lms.core.db import db, may_write
from lms.jobs import registry, rules, services

log = structlog.get_logger()


class Worker:
    """Does one job after another until told to stop.

    `app_context` opens the context in which the database session lives.
    """

    def __init__(self, app_context: Callable[[], AbstractContextManager[object]], *, idle_seconds: float = 0.5) -> None:
        self.app_context = app_context
        self.idle_seconds = idle_seconds
        self.stopping = threading.Event()
        self._last_slots: dict[str, int] = {}

    def start_thread(self) -> threading.Thread:
        """Begins to work beside the server; the thread ends with the process."""
        thread = threading.Thread(target=self.run, name="lms-worker", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Ends the loop after the job at hand."""
        self.stopping.set()

    def run(self) -> None:
        """Loops until `stop`; an error of the database is logged and tried again, never fatal."""
        may_write.set(True)
        while not self.stopping.is_set():
            try:
                with self.app_context():
                    self.queue_ticks()
                    busy = self.do_one(heartbeat=True)
            except Exception:
                log.exception("worker_stumbled")
                busy = False
            if not busy:
                self.stopping.wait(self.idle_seconds)

    def drain(self) -> int:
        """Does everything that is due now and returns how many jobs that was, for tests."""
        done = 0
        while self.do_one():
            done += 1
        return done

    def queue_ticks(self) -> None:
        """Queues what recurs, once in each of its periods, however many workers there are."""
        now = utc_now()
        for kind, every in registry.periodic.items():
            slot = int(now.timestamp() // every.total_seconds())
            if self._last_slots.get(kind) != slot:
                services.enqueue(kind, {}, now=now, unique_key=f"{kind}:{slot}")
                self._last_slots[kind] = slot
        db.session.commit()

    def do_one(self, *, heartbeat: bool = False) -> bool:
        """Does the oldest job that is due; False when there is none. A job that fails is put back, never raised."""
        job = services.claim(utc_now())
        if job is None:
            db.session.rollback()
            return False
        job_id, kind, payload, tries = job.id, job.kind, dict(job.payload), job.tries
        db.session.commit()
        finished = threading.Event()
        beat = threading.Thread(target=self._beat, args=(job_id, tries, finished), daemon=True)
        if heartbeat:
            beat.start()
        try:
            handler = registry.handlers.get(kind)
            if handler is None:
                raise LookupError(f"no handler for jobs of kind {kind!r}")
            handler(payload, utc_now())
            if services.finish(job_id, tries, utc_now()):
                db.session.commit()
            else:
                db.session.rollback()
                log.warning("job_lease_lost", job=job_id, kind=kind)
        except Exception as error:
            db.session.rollback()
            log.warning("job_failed", job=job_id, kind=kind, tries=tries, error=repr(error))
            services.fail(job_id, tries, "".join(traceback.format_exception(error))[-2000:], utc_now())
            db.session.commit()
        finally:
            finished.set()
        return True

    def _beat(self, job_id: int, tries: int, stop: threading.Event) -> None:
        while not stop.wait(rules.HEARTBEAT_SECONDS):
            try:
                with self.app_context():
                    services.renew_lease(job_id, tries, utc_now())
                    db.session.commit()
            except Exception:
                log.exception("heartbeat_failed", job=job_id)
