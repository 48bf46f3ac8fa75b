"""A film by a link, as a step and in a text: nothing is loaded from others before it is asked for."""

from dataclasses import replace
from typing import Any

from flask import Flask

from lms.courses.drafts import ItemDraft, TextDraft
from lms.progress.rules import item_rule_in_words
from lms.web.headers import CONTENT_SECURITY_POLICY
from tests.client import Browser
from tests.factories import accounts, courses, enrolment

SETTINGS = {
    "link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "embed": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "host": "YouTube",
}
RULE = {"kind": "mark", "of": "film"}
IN_TEXT = (
    '<figure class="linked-film" data-embed="https://rutube.ru/play/embed/0123456789abcdef0123456789abcdef">'
    '<a href="https://rutube.ru/video/0123456789abcdef0123456789abcdef/" rel="noopener noreferrer">Yard</a></figure>'
)


def a_linked_film(**changes: Any) -> ItemDraft:
    return courses.a_video_item(**{"settings": SETTINGS, **changes})


def _client(app: Flask, client: Browser, item: ItemDraft) -> Browser:
    facts = courses.a_course(
        courses.a_module("one", replace(item, rule=RULE) if item.kind == "video" else item), slug="films"
    )
    trainee = accounts.a_person()
    enrolment.an_enrolment(trainee, facts)
    client.sign_in(trainee)
    return client


def test_the_step_says_that_watching_is_marked_by_oneself() -> None:
    assert "watched the film and marked" in item_rule_in_words(RULE).text


def test_a_linked_film_is_a_link_until_it_is_pressed(app: Flask, client: Browser) -> None:
    answer = _client(app, client, a_linked_film()).get("/learn/films/film/")
    page = answer.get_data(as_text=True)
    assert 'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in page
    assert '<a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener noreferrer">' in page
    assert "<iframe" not in page and "<video" not in page
    assert "Films of YouTube are loaded when you press them" in page
    assert "Mark complete and continue" in page


def test_only_a_page_with_such_a_film_lets_frames_in_and_only_of_its_host(app: Flask, client: Browser) -> None:
    browser = _client(app, client, a_linked_film())
    policy = browser.get("/learn/films/film/").headers["Content-Security-Policy"]
    assert policy == f"{CONTENT_SECURITY_POLICY}; frame-src https://www.youtube-nocookie.com"
    assert browser.get("/learn/films/").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_a_reading_with_a_film_in_its_text_does_the_same(app: Flask, client: Browser) -> None:
    reading = courses.a_reading("yard", texts={"en": TextDraft(IN_TEXT, 1)})
    answer = _client(app, client, reading).get("/learn/films/yard/")
    assert answer.headers["Content-Security-Policy"].endswith("; frame-src https://rutube.ru")
    assert "Films of RuTube are loaded" in answer.get_data(as_text=True)


def test_watching_cannot_be_reported_for_a_linked_film_but_it_can_be_marked(app: Flask, client: Browser) -> None:
    browser = _client(app, client, a_linked_film())
    browser.get("/learn/films/film/")
    told = browser.post("/learn/films/film/watch", data={"segments": "[[0, 100]]", "position": "1", "duration": "100"})
    assert told.status_code == 400
    browser.post("/learn/films/film/complete")
    assert "Completed" in browser.get("/learn/films/film/").get_data(as_text=True)


def test_a_film_of_our_own_stays_as_it_was(app: Flask, client: Browser) -> None:
    facts = courses.a_course(courses.a_module("one", courses.a_video_item()), slug="own-film")
    trainee = accounts.a_person()
    enrolment.an_enrolment(trainee, facts)
    client.sign_in(trainee)
    page = client.get("/learn/own-film/film/").get_data(as_text=True)
    assert "<video" in page and "data-embed" not in page
