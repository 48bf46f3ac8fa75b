"""Links to films of others: what becomes of each, and that nothing else of a link reaches a page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.film_links import FRAME_HOSTS, HOST_NAMES, frame_hosts, is_embed, read_film_link

RUTUBE = "0123456789abcdef0123456789abcdef"
KNOWN = [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    ("https://youtu.be/dQw4w9WgXcQ?t=42&si=abc", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    ("http://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    ("https://youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    ("https://www.youtube.com/live/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ("https://vimeo.com/channels/staffpicks/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ("https://vimeo.com/76979871/0a1b2c3d4e", "https://player.vimeo.com/video/76979871?dnt=1&h=0a1b2c3d4e"),
    ("https://player.vimeo.com/video/76979871?h=0a1b2c3d4e", "https://player.vimeo.com/video/76979871?dnt=1&h=0a1b2c3d4e"),
    (f"https://rutube.ru/video/{RUTUBE}/", f"https://rutube.ru/play/embed/{RUTUBE}"),
    (f"https://rutube.ru/video/private/{RUTUBE}/?p=Ab3_Cd-5Ef7g", f"https://rutube.ru/play/embed/{RUTUBE}?p=Ab3_Cd-5Ef7g"),
    ("https://vk.com/video-209507445_456239393", "https://vkvideo.ru/video_ext.php?oid=-209507445&id=456239393"),
    ("https://vkvideo.ru/video-209507445_456239393", "https://vkvideo.ru/video_ext.php?oid=-209507445&id=456239393"),
    ("https://vk.com/videos-1?z=video-1_2%2Fpl_-1", "https://vkvideo.ru/video_ext.php?oid=-1&id=2"),
    (
        "https://vk.com/video_ext.php?oid=-1&id=2&hash=0a1b2c3d4e5f6071&hd=2",
        "https://vkvideo.ru/video_ext.php?oid=-1&id=2&hash=0a1b2c3d4e5f6071",
    ),
    ("https://www.bilibili.com/video/BV1GJ411x7h7/?p=1", "https://player.bilibili.com/player.html?bvid=BV1GJ411x7h7&autoplay=0"),
    ("https://www.aparat.com/v/a1B2c", "https://www.aparat.com/video/video/embed/videohash/a1B2c/vt/frame"),
]  # fmt: skip
UNKNOWN = [
    "",
    "not a link",
    "https://example.org/watch?v=dQw4w9WgXcQ",
    "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
    "https://evil.example@youtube.com/watch?v=dQw4w9WgXcQ",
    "https://youtube.com:8443/watch?v=dQw4w9WgXcQ",
    "javascript:alert(1)//youtube.com/watch?v=dQw4w9WgXcQ",
    "file://youtube.com/watch?v=dQw4w9WgXcQ",
    "//youtube.com/watch?v=dQw4w9WgXcQ",
    'https://www.youtube.com/watch?v="><script>',
    "https://www.youtube.com/watch?v=short",
    "https://www.youtube.com/redirect?q=http://127.0.0.1/",
    "https://www.yоutube.com/watch?v=dQw4w9WgXcQ",  # a Cyrillic о
    "https://b23.tv/abc123",
    "https://vimeo.com/about",
    "http://[::1]/watch?v=dQw4w9WgXcQ",
    "http://[bad/watch",
    "https://youtu.be/" + "a" * 600,
]


@pytest.mark.parametrize(("link", "embed"), KNOWN)
def test_a_link_of_a_known_host_becomes_the_address_of_its_player(link: str, embed: str) -> None:
    found = read_film_link(link)
    assert found is not None
    assert found.embed == embed
    assert is_embed(found.embed)


@pytest.mark.parametrize(("link", "_embed"), KNOWN)
def test_the_page_of_a_film_leads_to_the_same_film_again(link: str, _embed: str) -> None:
    found = read_film_link(link)
    assert found is not None
    again = read_film_link(found.watch)
    assert again is not None
    assert again.watch == found.watch
    assert again.embed.split("&hash=")[0] == found.embed.split("&hash=")[0]  # VK's key opens its player only


@pytest.mark.parametrize("link", UNKNOWN)
def test_any_other_link_is_none_of_ours(link: str) -> None:
    assert read_film_link(link) is None


def test_space_around_a_pasted_link_does_no_harm() -> None:
    assert read_film_link("  https://youtu.be/dQw4w9WgXcQ\n") == read_film_link("https://youtu.be/dQw4w9WgXcQ")


def test_every_host_has_its_place_in_the_policy() -> None:
    assert set(HOST_NAMES) == set(FRAME_HOSTS)
    for _link, embed in KNOWN:
        assert any(embed.startswith(f"{host}/") for host in FRAME_HOSTS.values())


PIECES = st.sampled_from(
    ["https://", "http://", "youtube.com", "www.youtube.com/watch?v=", "youtu.be/", "vk.com/video", "vimeo.com/", "@",
     "rutube.ru/video/", "bilibili.com/video/BV", "aparat.com/v/", "dQw4w9WgXcQ", "-1_2", '"', "<", "&", "#", "?", " "]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=8).map("".join))
def test_d01_whatever_is_pasted_only_addresses_of_our_own_making_come_out(text: str) -> None:
    found = read_film_link(text)
    if found is not None:
        assert re.fullmatch(r"https://[a-z.-]+/[A-Za-z0-9/_.?=&-]+", found.embed)
        assert re.fullmatch(r"https://[a-z.-]+/[A-Za-z0-9/_.?=&-]+", found.watch)
        assert found.embed.startswith(f"{FRAME_HOSTS[found.host]}/")


def test_the_hosts_of_a_page_are_read_from_what_it_shows() -> None:
    html = '<figure data-embed="https://rutube.ru/play/embed/x"></figure><p>data-embed="https://evil.example/x"</p>'
    assert frame_hosts(html) == {"https://rutube.ru"}
    assert frame_hosts("<p>https://www.youtube-nocookie.com/embed/x</p>") == frozenset()
