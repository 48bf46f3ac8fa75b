"""What forms say is wrong: of a field in this site's words, and of the whole form."""

from importlib.resources import files

import pytest
from flask import Flask, session
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Email, InputRequired, Length, NumberRange

from lms.web.form_words import COUNTED, WORDS
from lms.web.forms import Form
from tests.client import Browser


class Everything(Form):
    name = StringField(validators=[InputRequired()])
    email = StringField(validators=[Email()])
    seats = IntegerField(validators=[NumberRange(min=1, max=1_000_000)])
    hours = IntegerField(validators=[NumberRange(min=2)])
    whole = IntegerField()
    code = StringField(validators=[Length(max=3)])
    level = SelectField(choices=[("basic", "Basic")])
    several = SelectMultipleField(choices=[("a", "A")])


WRONG = MultiDict(
    {
        "name": "", "email": "x", "seats": "0", "hours": "1", "whole": "five", "code": "12345", "level": "x",
        "several": "100% x",
    }
)  # fmt: skip


def errors_in(app: Flask, tag: str) -> dict[str, str]:
    with app.test_request_context("/", headers={"Accept-Language": tag}):
        session.clear()
        form = Everything(formdata=WRONG, meta={"csrf": False})
        assert not form.validate()
        return {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}


def test_wtforms_messages_are_said_in_our_words(app: Flask) -> None:
    assert errors_in(app, "en") == {
        "name": "Please fill this in.",
        "email": "This is not a complete e-mail address, such as aizhan@example.org.",
        "seats": "Please write a number from 1 to 1,000,000.",
        "hours": "Please write a number that is at least 2.",
        "whole": "Please write a whole number, such as 20.",
        "code": "At most 3 characters, please.",
        "level": "Please choose from the list.",
        "several": "Please choose from the list.",
    }


@pytest.mark.parametrize(
    ("tag", "written"), [("fa", "۱٬۰۰۰٬۰۰۰"), ("ru", "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000")]
)
def test_the_numbers_in_them_are_written_as_the_reader_does(app: Flask, tag: str, written: str) -> None:
    assert written in errors_in(app, tag)["seats"]


@pytest.mark.parametrize("theirs", [*WORDS, *COUNTED])
def test_every_message_that_we_reword_is_one_of_wtforms(theirs: str) -> None:
    """An upgrade that changes a sentence would bring WTForms' own words back unseen."""
    catalogue = files("wtforms").joinpath("locale", "wtforms.pot").read_text().replace('"\n"', "")
    assert f'msgid "{theirs}"' in catalogue


def test_a_refusal_of_the_whole_form_says_itself_what_is_wrong(client: Browser) -> None:
    wrong = client.post("/auth/login", data={"email": "nobody@example.org", "password": "not this one"}).text
    assert 'role="alert"' in wrong and "Please check the form" not in wrong


def test_wrong_fields_are_listed_with_links_to_them(client: Browser) -> None:
    empty = client.post("/auth/login", data={"email": ""}).text
    assert "Please check the form" in empty and '<a href="#email">' in empty and '<a href="#password">' in empty
