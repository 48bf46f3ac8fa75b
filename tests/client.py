"""The test client: a browser without JavaScript that looks at every page it opens."""

from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.core.clock import utc_now
from lms.core.db import db
from tests.laws.page import faults


class Browser(FlaskClient):
    """Forgets, before each request, what the test's long-lived app context would otherwise carry over."""

    looks = True  # at each page that it opens, whether it is as pages must be

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if g:
            vars(g._get_current_object()).clear()
            db.session.commit()
            db.session.expire_all()
        response = super().open(*args, **kwargs)
        is_page = self.looks and response.mimetype == "text/html" and not 300 <= response.status_code < 400
        is_page = is_page and "Content-Encoding" not in response.headers
        if is_page and "html" in response.get_data(as_text=True)[:200].lower():
            wrong = faults(response.get_data(as_text=True))
            assert wrong == [], f"{response.request.path}: {wrong}"
        return response

    def sign_in(self, person: Any) -> "Browser":
        """Signs a person in without the form: a row in `sign_in` and its token in the cookie."""
        from lms.accounts.services import begin_sign_in

        token = begin_sign_in(person.id, now=utc_now())
        db.session.commit()
        return self.carry(token)

    def carry(self, token: str) -> "Browser":
        """Has the cookie of somebody who signed in before, by the token of that sign-in."""
        with self.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return self
