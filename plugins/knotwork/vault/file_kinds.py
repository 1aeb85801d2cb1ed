"""Kinds of files by name: copies that an editor or a tool left, and files that browsers or servers run."""

from __future__ import annotations

import mimetypes
import re

from knotwork.model.names import NOTE_ENDINGS, basename

_COPY_ENDINGS = frozenset(
    (
        "bak backup orig rej tmp temp old save mine swp swo swn swm swl swk swx un~ autosave part partial "
        "crdownload download kate-swp dpkg-old dpkg-new dpkg-dist rpmsave rpmnew rpmorig"
    ).split()
)
_COPY_NAMES = frozenset(
    "4913 thumbs.db ehthumbs.db ehthumbs_vista.db desktop.ini .ds_store icon\r deadjoe nohup.out".split(" ")
)
_COPY_FOLDERS = frozenset(("__macosx", "$recycle.bin", "@eadir", "lost+found", "__pycache__"))
_NOTE = f"(?:{'|'.join(map(re.escape, NOTE_ENDINGS))})"
_COPY = re.compile(
    r"~$"  # Emacs, gedit, Vim: `note.md~`, `note.md.~1~`
    rf"|{_NOTE}~"  # Git, when a merge fails: `note.md~HEAD`
    rf"|{_NOTE}(?:[._+=-]|[._-]?(?:copy|old|bak|backup|orig|tmp|save|new|prev|previous|last|r?\d+(?:[T._-]?\d+)*))$"
    r"|^#.*#$"  # Emacs
    r"|^[.~]#|^~\$|^\._"  # Emacs' locks, Microsoft Office's owner files, macOS' other half
    r"|[._-](?:bak|backup|old|orig|save|tmp|swp)[._-]?\d+$"  # `note.md.save.1`, `note.bak2`
    r"|___jb_(?:tmp|old|bak)___$"
    r"|\.sync-conflict-|\(sfconflict\b|_conflict-\d|conflicted[ _-]copy"
    r"|[(\[](?:\w+ )?conflict(?:ed)?(?:[ _-]*\d[^)\]]*)?[)\]]"
    r"|_(?:backup|base|local|remote)_\d+\.[^.]+$"  # Git's merge tools
    r"|^~wrl\d+|^~syncthing~"
)

_RUN_BY_BROWSERS = frozenset(
    (
        "html htm xhtml xht shtml shtm stm htc mht mhtml hta "
        "xml xsl xslt xsd xul xbl mml mathml rss atom rdf wsdl dtd ent svg svgz "  # XHTML may stand in them
        "js mjs cjs jsx vbs wasm css swf jar class jnlp xap"
    ).split()
)
_RUN_BY_SERVERS = frozenset(
    "php php3 php4 php5 php7 php8 pht phtml phar asp aspx ashx asmx jsp jspx cfm cfml cgi fcgi".split()
)
_SERVER_SETTINGS = frozenset(
    "_headers _redirects _routes.json cname netlify.toml staticwebapp.config.json vercel.json web.config "
    ".htaccess .user.ini".split()
)
"""Files that servers and hosts follow: `CNAME` moves a site of GitHub Pages to another domain."""
_TYPES = mimetypes.MimeTypes()
_KNOWN_TYPES = _TYPES.types_map[True].keys() - _TYPES.encodings_map.keys()
"""Endings that name a type; `.gz` names none, though Python 3.14 lists it: browsers run what is in it."""


def is_editor_copy(path: str) -> bool:
    """Whether a file is a copy that an editor or a tool leaves beside the file it works on."""
    *folders, name = path.lower().split("/")
    return (
        ("." in name and name.rpartition(".")[2] in _COPY_ENDINGS)
        or name in _COPY_NAMES
        or not _COPY_FOLDERS.isdisjoint(folders)
        or _COPY.search(name) is not None
    )


def is_temporary(name: str) -> bool:
    """Whether an editor makes a file of that name while it saves another one, and removes it at once."""
    return (
        name == "4913"
        or name.endswith("~")
        or name.startswith(".#")
        or (name.startswith(".") and ".sw" in name)
    )


def is_active(path: str) -> bool:
    """Whether browsers or servers run what is in a file of that name.

    A type is read from the last ending that is known, as servers do: `a.html.en` and `a.html.gz` are HTML.
    """
    name = basename(path).lower().rstrip(" .")
    endings = [part.strip() for part in name.split(".")[1:]]
    if is_host_setting(name) or not _RUN_BY_SERVERS.isdisjoint(endings):
        return True
    for ending in reversed(endings):
        if ending in _RUN_BY_BROWSERS:
            return True
        if f".{ending}" in _KNOWN_TYPES:
            return False
    return False


def is_host_setting(path: str) -> bool:
    """Whether a file is one that configures a server or host: `CNAME`, `_redirects`."""
    return basename(path).lower().rstrip(" .") in _SERVER_SETTINGS


def is_svg(path: str) -> bool:
    """Whether a file is a drawing, of which a copy without scripts can be made."""
    return path.lower().endswith(".svg")
