import time

import pytest

from lms.core.markdown import Picture, Rendered, render, render_inline, sanitise


def html(text: str, language: str = "en") -> str:
    return render(text, language=language).html.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**加粗。**文字", "<strong>加粗。</strong>文字"),
        ("文字**加粗。**文字", "文字<strong>加粗。</strong>文字"),
        ("价格**“到岸价”**包括运费", "价格<strong>“到岸价”</strong>包括运费"),
        ("**注意:**先申报", "<strong>注意:</strong>先申报"),
        ("先看**（一）**再看**（二）**。", "先看<strong>（一）</strong>再看<strong>（二）</strong>。"),
        ("*强调！*后面", "<em>强调！</em>后面"),
        ("~~删除。~~文字", "<s>删除。</s>文字"),
        ("**太字。**テキスト", "<strong>太字。</strong>テキスト"),
        # What CommonMark says elsewhere stays as it is.
        ('a**"b"**c', 'a**&quot;b&quot;**c'.replace("&quot;", '"')),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("snake_case_name", "snake_case_name"),
        ("**жирный.** текст", "<strong>жирный.</strong> текст"),
    ],
)  # fmt: skip
def test_emphasis_works_beside_chinese_marks_and_elsewhere_as_commonmark_says(text: str, expected: str) -> None:
    assert render_inline(text, language="zh").html == expected


def test_a_line_break_between_chinese_characters_is_no_space() -> None:
    assert html("第一行\n第二行", "zh") == "<p>第一行第二行</p>"
    assert html("one\ntwo") == "<p>one\ntwo</p>"


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Try it"), ("ru", "Попробуйте"), ("zh-Hans", "动手试试"), ("fa", "امتحان کنید"), ("km", "Try it")],
)
def test_a_box_is_headed_in_the_language_of_the_text(language: str, heading: str) -> None:
    assert html("::: try\nDo **it**.\n:::", language) == (
        f'<aside class="callout callout-try" role="note"><p class="callout-title">{heading}</p>\n'
        "<p>Do <strong>it</strong>.</p>\n</aside>"
    )


def test_a_picture_alone_becomes_a_figure_with_its_size_and_caption() -> None:
    text = 'Before.\n\n![A parcel & its path](../media/path.svg "The data go <first>")'
    rendered = render(text, language="en", picture=lambda source: Picture("media/path.en.svg", 720, 410))
    assert rendered.html.splitlines()[1] == (
        '<figure><img src="media/path.en.svg" alt="A parcel &amp; its path" width="720" height="410" loading="lazy">'
        "<figcaption>The data go &lt;first&gt;</figcaption></figure>"
    )
    assert [(use.source, use.alternative, use.line) for use in rendered.pictures] == [
        ("../media/path.svg", "A parcel & its path", 3)
    ]


def test_a_decorative_picture_has_an_empty_alternative() -> None:
    rendered = render("![decorative](../media/x.svg)", language="en", picture=lambda source: Picture("media/x.svg"))
    assert 'alt=""' in rendered.html


def test_a_picture_that_is_not_ours_leaves_only_its_words() -> None:
    assert html("See ![the map](https://evil.example/pixel.png).") == "<p>See the map.</p>"


def test_a_table_scrolls_and_its_numbers_are_marked_without_style() -> None:
    text = "| Thing | EUR |\n| --- | --: |\n| Freight | 12.50 |"
    result = html(text, "ru")
    assert result.startswith('<div class="table-box" role="group" tabindex="0" aria-label="Таблица"><table>')
    assert '<th scope="col" class="n">EUR</th>' in result
    assert '<td class="n">12.50</td>' in result
    assert "style" not in result


def test_headings_never_reach_the_level_of_the_page_title() -> None:
    rendered = render("# One\n\n## Two\n\nThree\n=====", language="en")
    assert "<h1" not in rendered.html
    assert [(heading.level, heading.line) for heading in rendered.headings] == [(1, 1), (2, 3), (1, 5)]


def test_a_bare_address_becomes_a_link_without_the_mark_behind_it() -> None:
    link = '<a href="https://www.wcoomd.org/en/" rel="noopener noreferrer">https://www.wcoomd.org/en/</a>'
    assert html("Look at https://www.wcoomd.org/en/.") == f"<p>Look at {link}.</p>"
    assert html("(see https://www.wcoomd.org/en/)") == f"<p>(see {link})</p>"
    assert html("`https://a.example/`") == "<p><code>https://a.example/</code></p>"


def test_raw_html_is_shown_as_text() -> None:
    assert html("<b>bold</b> <script>alert(1)</script>") == (
        "<p>&lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_what_reads_otherwise_than_meant_is_told_with_its_line() -> None:
    rendered = render("Text.\n\n::: tryy\nx\n\n[here](/elsewhere)\n\n::: note\nopen", language="en", first_line=4)
    told = sorted((trouble.line, trouble.wrong) for trouble in rendered.troubles)
    assert told == [
        (6, "'::: tryy' is not a box"),
        (9, "the link '/elsewhere' leads nowhere"),
        (11, "this box is never closed"),
    ]
    assert "<a " not in rendered.html or "href" not in rendered.html


def test_words_are_counted_and_chinese_by_characters() -> None:
    assert render("One two, **three**. `four`\n\n- five's", language="en").word_count == 5
    assert render("电子商务 B2B。", language="zh").word_count == 6


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000, "[" * 20_000, "*a " * 20_000, "![" * 10_000, "- " * 5_000, "`" * 20_000, "::: note\n" * 3_000,
        "https://" * 10_000, "|" * 20_000, "<" * 20_000, "&" * 20_000, "_*~" * 5_000,
    ],
)  # fmt: skip
def test_c09_adversarial_text_is_rendered_in_reasonable_time(text: str) -> None:
    began = time.process_time()
    render(text, language="en")
    assert time.process_time() - began < 5


def test_a_number_and_its_percent_sign_stay_on_one_line() -> None:
    assert html("Give 10 % off, or 5 of 100.") == "<p>Give 10&nbsp;% off, or 5 of 100.</p>"


FILM = "https://youtu.be/dQw4w9WgXcQ"


def _with_films(text: str) -> Rendered:
    return render(text, language="en", has_films=True)


def test_a_link_to_a_film_alone_in_a_paragraph_is_a_figure_that_loads_nothing_by_itself() -> None:
    rendered = _with_films(f'Before.\n\n![The customs hall]({FILM}?si=1 "Two minutes")\n\nAfter.')
    assert (
        '<figure class="linked-film" data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ">'
        '<a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener noreferrer">The customs hall</a>'
        "<figcaption>Two minutes · YouTube</figcaption></figure>"
    ) in rendered.html
    assert "<iframe" not in rendered.html and "<img" not in rendered.html
    assert rendered.pictures == () and rendered.troubles == ()


def test_where_films_are_not_expected_such_a_link_is_a_picture_that_is_not_there() -> None:
    rendered = render(f"![The customs hall]({FILM})", language="en")
    assert "data-embed" not in rendered.html
    assert [use.source for use in rendered.pictures] == [FILM]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("![A film](https://example.org/film.mp4)", "leads to no film"),
        (f"See ![A film]({FILM}) today.", "within a line"),
        (f"![]({FILM})", "has no title"),
    ],
)
def test_an_author_hears_why_a_film_cannot_stand_there(text: str, wrong: str) -> None:
    (trouble,) = _with_films(f"First.\n\n{text}").troubles
    assert trouble.line == 3
    assert wrong in trouble.wrong


def test_b07_a_frame_of_anything_else_cannot_be_written() -> None:
    for text in (
        '<figure class="linked-film" data-embed="https://evil.example/"><a href="https://evil.example/">x</a></figure>',
        "![x](javascript:alert(1)//youtu.be/dQw4w9WgXcQ)",
        '![x](https://youtu.be/dQw4w9WgXcQ" onload="alert(1))',
    ):
        assert "<figure" not in _with_films(text).html
    assert sanitise('<figure class="linked-film" data-embed="https://evil.example/embed/x">x</figure>') == (
        '<figure class="linked-film">x</figure>'
    )
