"""Films that lie with others: which links we know, and the address under which each may stand in a page.

A link is read, never fetched (D01). Whatever an author pastes becomes one of a few addresses that are built here from
the film's own number or letters, so nothing else of it reaches a page. Short links that only their owner can resolve
(`b23.tv`) are not known.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

LONGEST_LINK = 500


@dataclass(frozen=True, slots=True)
class FilmLink:
    """A film by a link. `watch` is its page there, `embed` what a frame loads, `host` the name people know."""

    host: str
    watch: str
    embed: str


Found = tuple[str, str] | None  # watch, embed
_Query = dict[str, str]

_YOUTUBE = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([A-Za-z0-9_-]{11})/?")
_VIMEO = re.compile(r"/(?:channels/[\w-]{1,60}/|video/)?([0-9]{5,12})(?:/([0-9a-f]{8,20}))?/?")
_VIMEO_HASH = re.compile(r"[0-9a-f]{8,20}")
_RUTUBE = re.compile(r"/(?:video|play/embed|shorts)/(?:private/)?([0-9a-f]{32})/?")
_RUTUBE_KEY = re.compile(r"[A-Za-z0-9_-]{10,40}")
_VK = re.compile(r"(?:video|clip)(-?[0-9]{1,15})_([0-9]{1,15})")
_VK_NUMBER = re.compile(r"-?[0-9]{1,15}")
_VK_HASH = re.compile(r"[0-9a-f]{8,40}")
_BILIBILI = re.compile(r"/video/(BV[A-Za-z0-9]{10})/?")
_BILIBILI_ID = re.compile(r"BV[A-Za-z0-9]{10}")
_APARAT = re.compile(r"/v/([A-Za-z0-9]{4,12})/?")
_APARAT_EMBED = re.compile(r"/video/video/embed/videohash/([A-Za-z0-9]{4,12})/vt/frame/?")


def _kept(query: _Query, name: str, pattern: re.Pattern[str]) -> str:
    """A value of the query when it is what it should be, else nothing."""
    value = query.get(name, "")
    return value if pattern.fullmatch(value) else ""


def _youtube(parts: SplitResult, query: _Query) -> Found:
    """https://developers.google.com/youtube/player_parameters; the host without cookies."""
    if parts.hostname == "youtu.be":
        film = parts.path.strip("/")
    elif match := _YOUTUBE_PATH.fullmatch(parts.path):
        film = match[1]
    else:
        film = query.get("v", "") if parts.path == "/watch" else ""
    if not _YOUTUBE.fullmatch(film):
        return None
    return f"https://www.youtube.com/watch?v={film}", f"https://www.youtube-nocookie.com/embed/{film}"


def _vimeo(parts: SplitResult, query: _Query) -> Found:
    """https://developer.vimeo.com/player/sdk/embed: `dnt` asks not to be followed, `h` opens an unlisted film."""
    match = _VIMEO.fullmatch(parts.path)
    if match is None:
        return None
    secret = match[2] or _kept(query, "h", _VIMEO_HASH)
    more = f"&h={secret}" if secret else ""
    watch = f"https://vimeo.com/{match[1]}" + (f"/{secret}" if secret else "")
    return watch, f"https://player.vimeo.com/video/{match[1]}?dnt=1{more}"


def _rutube(parts: SplitResult, query: _Query) -> Found:
    """A private film has its key in `p`."""
    match = _RUTUBE.fullmatch(parts.path)
    if match is None:
        return None
    key = _kept(query, "p", _RUTUBE_KEY)
    more = f"?p={key}" if key else ""
    folder = "video/private" if key else "video"
    return f"https://rutube.ru/{folder}/{match[1]}/{more}", f"https://rutube.ru/play/embed/{match[1]}{more}"


def _vk(parts: SplitResult, query: _Query) -> Found:
    """`video-1_2`, the same in `?z=` over another page, or the address of the player itself."""
    if parts.path == "/video_ext.php":
        owner, film = _kept(query, "oid", _VK_NUMBER), _kept(query, "id", _VK_NUMBER).lstrip("-")
    else:
        match = _VK.fullmatch(parts.path.strip("/").rpartition("/")[2]) or _VK.match(query.get("z", ""))
        owner, film = (match[1], match[2]) if match else ("", "")
    if not owner or not film:
        return None
    key = _kept(query, "hash", _VK_HASH)
    more = f"&hash={key}" if key else ""
    return f"https://vkvideo.ru/video{owner}_{film}", f"https://vkvideo.ru/video_ext.php?oid={owner}&id={film}{more}"


def _bilibili(parts: SplitResult, query: _Query) -> Found:
    match = _BILIBILI.fullmatch(parts.path)
    film = match[1] if match else _kept(query, "bvid", _BILIBILI_ID) if parts.path == "/player.html" else ""
    if not film:
        return None
    embed = f"https://player.bilibili.com/player.html?bvid={film}&autoplay=0"
    return f"https://www.bilibili.com/video/{film}/", embed


def _aparat(parts: SplitResult, _query: _Query) -> Found:
    match = _APARAT.fullmatch(parts.path) or _APARAT_EMBED.fullmatch(parts.path)
    if match is None:
        return None
    return (
        f"https://www.aparat.com/v/{match[1]}",
        f"https://www.aparat.com/video/video/embed/videohash/{match[1]}/vt/frame",
    )


_READERS: dict[str, tuple[str, Callable[[SplitResult, _Query], Found]]] = {
    **dict.fromkeys(
        ("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"),
        ("YouTube", _youtube),
    ),
    **dict.fromkeys(("vimeo.com", "www.vimeo.com", "player.vimeo.com"), ("Vimeo", _vimeo)),
    **dict.fromkeys(("rutube.ru", "www.rutube.ru", "m.rutube.ru"), ("RuTube", _rutube)),
    **dict.fromkeys(("vk.com", "m.vk.com", "vk.ru", "vkvideo.ru", "m.vkvideo.ru"), ("VK Video", _vk)),
    **dict.fromkeys(
        ("bilibili.com", "www.bilibili.com", "m.bilibili.com", "player.bilibili.com"), ("Bilibili", _bilibili)
    ),
    **dict.fromkeys(("aparat.com", "www.aparat.com", "m.aparat.com"), ("Aparat", _aparat)),
}
HOST_NAMES = tuple(dict.fromkeys(name for name, _reader in _READERS.values()))
FRAME_HOSTS = {
    "YouTube": "https://www.youtube-nocookie.com",
    "Vimeo": "https://player.vimeo.com",
    "RuTube": "https://rutube.ru",
    "VK Video": "https://vkvideo.ru",
    "Bilibili": "https://player.bilibili.com",
    "Aparat": "https://www.aparat.com",
}
_FRAMED = re.compile(r'data-embed="(' + "|".join(map(re.escape, FRAME_HOSTS.values())) + r")/")


def read_film_link(text: str) -> FilmLink | None:
    """The film that this link leads to, or None when it is no link to a film of a host that we know."""
    text = text.strip()
    if len(text) > LONGEST_LINK or not text.isascii() or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
        has_port = parts.port is not None
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or has_port or "@" in parts.netloc or parts.hostname not in _READERS:
        return None
    name, reader = _READERS[parts.hostname]
    query = {key: values[-1] for key, values in parse_qs(parts.query, max_num_fields=50).items()} if _few(parts) else {}
    found = reader(parts, query)
    return FilmLink(name, *found) if found else None


def _few(parts: SplitResult) -> bool:
    return parts.query.count("&") < 50


def is_embed(address: str) -> bool:
    """Whether a frame may load this: an address just as `read_film_link` builds it."""
    link = read_film_link(address)
    return link is not None and link.embed == address


def frame_hosts(html: str) -> frozenset[str]:
    """The hosts whose films stand in rendered HTML, as `frame-src` names them."""
    return frozenset(_FRAMED.findall(html))
