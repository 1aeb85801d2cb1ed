"""Files that a page shows: pictures, sound and film; any other file is a link to it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import unquote, urlsplit

from knotwork.html.attributes import attributes_html
from knotwork.model.body import Attributes
from knotwork.model.patterns import lazy_regex

_IMAGES = frozenset("png jpg jpeg gif bmp svg webp avif ico".split())
_AUDIO = frozenset("mp3 m4a ogg oga opus wav flac 3gp".split())
_VIDEO = frozenset("mp4 m4v webm ogv mov mkv".split())
_SIZE = lazy_regex(r"\s*(\d{1,5})(?:x(\d{1,5}))?\s*")
_PAGE = lazy_regex(r"(?:^|&)page=(\d{1,6})(?:&|$)")


_PAGES = frozenset(
    "bilibili.com codepen.io dailymotion.com facebook.com figma.com instagram.com loom.com open.spotify.com "
    "soundcloud.com ted.com tiktok.com twitch.tv twitter.com vimeo.com x.com youtu.be youtube-nocookie.com "
    "youtube.com".split()
)
"""Hosts of films, sound and posts, whose addresses are pages; Obsidian shows them in a frame."""


def is_page(url: str) -> bool:
    """Whether an address that stands where a picture's does is a page: `https://youtu.be/…`."""
    address = urlsplit(url)
    host = (address.hostname or "").lower()
    names = host.split(".")
    known = any(".".join(names[at:]) in _PAGES for at in range(len(names)))
    return known and names[0] not in ("img", "pic", "pbs", "cdn") and not is_image(address.path)


def is_image(name: str) -> bool:
    """Whether a file of that name is a picture."""
    return _ending(name) in _IMAGES


def is_player(name: str) -> bool:
    """Whether a file of that name is sound or film."""
    return _ending(name) in _AUDIO or _ending(name) in _VIDEO


def is_sound(name: str) -> bool:
    """Whether a file of that name is sound."""
    return _ending(name) in _AUDIO


def caption(display: str | None) -> str:
    """The caption in the display text of an embed: `A caption` of `A caption|200`; empty for a size alone."""
    text, bar, size = (display or "").rpartition("|")
    if not bar or not _SIZE.fullmatch(size):
        text = "" if _SIZE.fullmatch(display or "") else display or ""
    return text.strip()


def size_attributes(display: str | None) -> Attributes:
    """Width and height, by `100` or `640x480` behind the last bar of an embed; none without a size."""
    size = _SIZE.fullmatch((display or "").rpartition("|")[2])
    if size is None:
        return ()
    return (("width", size[1]), ("height", size[2])) if size[2] else (("width", size[1]),)


def picture_word(alt: str, url: str) -> str:
    """What stands for a picture in a quote, as HTML: its alternative text, else its file's name."""
    try:
        path = urlsplit(url).path
    except ValueError:  # `https://[`
        path = ""
    return escape(alt or unquote(path.rpartition("/")[2]))


def player(
    url: str,
    file: str,
    name: str,
    attributes: Attributes,
    kind: str,
    captions: str | None = None,
    *,
    foreign: bool = False,
) -> str:
    """Sound or film with the browser's own controls; where those fail, a link.

    `url`, `captions` and `kind`, which says what it is, are HTML, `file` and `name` text. From a `foreign`
    host nothing is loaded before the reader plays it.
    """
    sound = is_sound(file)
    tag = "audio" if sound else "video"
    given = dict(attributes)
    labelled = "title" in given or any(attribute.startswith("aria-") for attribute in given)
    label = "" if labelled else f' aria-label="{escape(name)}"'
    track = f'<track kind="captions" src="{captions}" default>' if captions and not sound else ""
    link = f'<a class="kw-file" href="{url}">{escape(name)}</a>'
    shown = "" if "class" in given else f' class="kw-{tag}"'
    preload = "none" if foreign else "metadata"
    return (
        f'<{tag}{shown} src="{url}" controls preload="{preload}"{label}{attributes_html(attributes)}>'
        f"{track}{kind}: {link}</{tag}>"
    )


def file_link(url: str, file: str, name: str, where: str, attributes: Attributes) -> str:
    """A link to a file that is not shown in place, with what kind it is and `where` it opens.

    A PDF opens in the reader's own viewer, at its page: within a page it would need a frame, which phones
    show as a picture of the first page, if at all.
    """
    kind = _ending(file).upper()
    about = ", ".join(part for part in (kind, where) if part)
    about = f' <span class="kw-file-kind">({escape(about)})</span>' if kind == "PDF" else ""
    shown = "" if "class" in dict(attributes) else ' class="kw-file"'
    return f'<a{shown} href="{url}"{attributes_html(attributes)}>{escape(name)}{about}</a>'


def page_of(subpath: str) -> str:
    """The page of a PDF that a link leads to, as written; empty when it names none."""
    page = _PAGE.search(subpath)
    return page[1] if page else ""


def captions_beside(file: str, exists: Callable[[str], bool]) -> str | None:
    """The captions of a film: a `.vtt` file of the same name beside it."""
    beside = f"{file.rpartition('.')[0]}.vtt"
    return beside if exists(beside) else None


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
