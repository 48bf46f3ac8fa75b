"""Pictures of a package as trainees get them."""

import io
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from lms.core.clock import utc_now
from lms.core.runtime import current
from lms.courses import queries
from lms.packages.exporting import export_package
from lms.packages.importing import import_package
from lms.packages.problems import BadPackage
from lms.packages.reading import read_package
from tests.factories import courses
from tests.factories.accounts import a_person
from tests.factories.enrolment import an_enrolment
from tests.media.pictures import a_flood, a_photo_of_a_camera, a_picture

PAGE = "items/what-is-in-it.en.md"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copytree(courses.SAMPLE, tmp_path / "sample"))


@pytest.fixture
def with_photo(sample: Path) -> Path:
    """The sample whose first reading shows a photo of 3,000 × 4,000 pixels, taken upright."""
    (sample / "media" / "stall.jpg").write_bytes(a_photo_of_a_camera(6, (4000, 3000)))
    with (sample / PAGE).open("a") as page:
        page.write('\n![A stall at the bazaar](../media/stall.jpg "In Osh")\n')
    return sample


def shown(course_slug: str) -> tuple[str, dict[str, Any]]:
    """The HTML of the first reading, and its media by name."""
    facts = queries.published_course(course_slug)
    assert facts is not None
    item = queries.outline(facts.revision_id).item("what-is-in-it")
    assert item is not None
    text = queries.item_text(item.version_id, ["en"])
    assert text is not None
    return text.html, {name: queries.media(item.version_id, name) for name in item.media_names}


def test_a_photo_is_offered_in_the_sizes_that_a_page_needs_and_nothing_jumps(app: Flask, with_photo: Path) -> None:
    html, media = shown(import_package(read_package(with_photo), now=utc_now()).slug)
    picture = re.search(r"<figure><picture>(<source[^>]*>)<img ([^>]*)></picture><figcaption>In Osh", html)
    assert picture is not None, html
    offered = re.findall(r"media/(\S+) (\d+)w", picture[1])
    assert offered == [(f"stall.jpg.{width}.webp", str(width)) for width in (480, 960, 1600)]
    assert 'type="image/webp"' in picture[1] and "sizes=" in picture[1]
    assert 'width="1600" height="2133"' in picture[2] and 'src="media/stall.jpg"' in picture[2]
    for name, width in offered:
        image = Image.open(io.BytesIO(current().storage.get(media[name].digest)))
        assert (image.format, image.size) == ("WEBP", (int(width), round(int(width) * 4 / 3)))
    assert media["stall.jpg"].content_type == "image/jpeg"


def test_b12_no_trainee_gets_what_the_camera_wrote_and_the_package_stays_as_it_is(
    app: Flask, client: Any, with_photo: Path, tmp_path: Path
) -> None:
    slug = import_package(read_package(with_photo), now=utc_now()).slug
    _html, media = shown(slug)
    person, facts = a_person(), queries.published_course(slug)
    an_enrolment(person, facts)
    client.sign_in(person)
    photo = (with_photo / "media" / "stall.jpg").read_bytes()
    for name in (name for name in media if name.startswith("stall")):
        answer = client.get(f"/learn/{slug}/what-is-in-it/media/{name}")
        assert answer.status_code == 200 and answer.mimetype.startswith("image/")
        assert b"SECRET" not in answer.data and answer.data != photo
    export_package(slug, tmp_path / "out")
    assert (tmp_path / "out" / "media" / "stall.jpg").read_bytes() == photo
    assert (tmp_path / "out" / PAGE).read_bytes() == (with_photo / PAGE).read_bytes()


def test_publishing_again_makes_no_picture_again(app: Flask, with_photo: Path) -> None:
    begun = time.perf_counter()
    first = shown(import_package(read_package(with_photo), now=utc_now()).slug)[1]
    took = time.perf_counter() - begun
    with (with_photo / PAGE).open("a") as page:
        page.write("\nOne more word.\n")
    begun = time.perf_counter()
    second = shown(import_package(read_package(with_photo), now=utc_now()).slug)[1]
    assert time.perf_counter() - begun < took / 2
    assert {name: media.digest for name, media in first.items()} == {n: m.digest for n, m in second.items()}


def test_a_picture_in_a_question_is_found_from_the_attempt(app: Flask, sample: Path) -> None:
    for path in (sample / "questions").glob("parcels.*.yaml"):
        path.write_text(path.read_text().replace("parcel.svg", "scale.png"))
    import_package(read_package(sample), now=utc_now())
    from lms.assessment.models import QuestionVersion
    from lms.core.db import db

    words = " ".join(str(texts) for texts in db.session.scalars(db.select(QuestionVersion.texts)))
    assert "../../media/scale.png.64.webp 64w" in words and "<picture>" in words


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("stall.png", a_flood(), "30000 × 30000 pixels: scale it down to 24 megapixels"),
        ("stall.png", a_picture("JPEG"), "its content is not what .png says"),
        ("stall.gif", a_picture("GIF"), "a file .gif is no medium of a course"),
        ("stall.jpg", a_picture("JPEG")[:400], "the picture is damaged"),
        ("stall.jpg", a_picture("JPEG", (900, 900))[:-3000], "the picture is damaged"),
    ],
)
def test_b13_a_bad_picture_refuses_the_package(app: Flask, sample: Path, name: str, data: bytes, said: str) -> None:
    (sample / "media" / name).write_bytes(data)
    with (sample / PAGE).open("a") as page:
        page.write(f"\n![A stall](../media/{name})\n")
    with pytest.raises(BadPackage) as caught:
        import_package(read_package(sample), now=utc_now())
    assert any(said in f"{problem.wrong}: {problem.todo}" for problem in caught.value.problems)
    assert queries.published_course("sample-parcels") is None


def test_a_film_that_says_how_long_it_is_needs_no_author_to_say_it(app: Flask, sample: Path) -> None:
    path = sample / "items" / "packing-film.yaml"
    path.write_text(re.sub(r"duration_seconds: \d+\n", "", path.read_text()))
    made = import_package(read_package(sample), now=utc_now())
    item = queries.outline(made.revision_id).item("packing-film")
    assert item is not None and item.settings["duration_seconds"] == 6
