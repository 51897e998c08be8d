"""Text as it comes, made into text as it should be read: no mark-up, no broken characters, paragraphs and lists kept."""

import re
from collections.abc import Iterable
from html.entities import html5

import ftfy
from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import PageElement, PreformattedString

HTML_MADE_PLAIN = "HTML made plain text"
CHARACTERS_MENDED = "broken characters mended"
CONTROLS_REMOVED = "control characters removed"
DIRECTION_REMOVED = "marks that turn the direction of writing removed"
SHORTENED = "too long, shortened"

_WORTH_A_LOOK = re.compile(r"[<&\x00-\x09\x0b-\x1f\x7f-\U0010ffff]")  # most values are plain, and there are many
_TAG = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|<!--|<![A-Za-z]")
_STRAY_BRACKET = re.compile(r"<(?!/?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|!--|![A-Za-z])")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\xad]")  # the joiners stay: Urdu and emoji need them
# They can make "moc.live" read "evil.com". The plain marks U+200E and U+200F stay: they turn nothing about.
_TURNS_ABOUT = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_ODD_SPACE = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")
_HINTS_OF_MOJIBAKE = re.compile(r"[\x80-\x9f\xa0-\xff\u0100-\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122]")

_PARAGRAPHS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "pre",
        "figure",
        "form",
        "hr",
        "address",
        "fieldset",
    }
)
_LINES = frozenset({"tr", "dt", "dd", "caption", "figcaption"})
_DROPPED = frozenset(
    {
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "head",
        "title",
        "textarea",
        "select",
        "button",
    }
)
_LINKS = re.compile(r"^(https?://|mailto:|tel:)", re.IGNORECASE)


def plain_text(raw: str) -> tuple[str, list[str]]:
    """Text of several paragraphs, parted by a blank line, list items on lines of their own; and what had to be mended.

    Running it on its own result changes nothing, so what was exported comes back the same.
    """
    text, mends = _repaired(raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "\n".join(" ".join(_leading(line) + line.split()) for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip("\n").strip(), mends


def one_line(raw: str) -> tuple[str, list[str]]:
    """Text of a single line: a name, a street; and what had to be mended."""
    text, mends = _repaired(raw)
    return " ".join(text.split()), mends


def shortened(text: str, limit: int) -> str:
    """`text` cut at a word to at most `limit` characters, with a mark that says so."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;.") + "…"


def _leading(line: str) -> list[str]:
    """The indent of a list item within a list: an empty word, so that joining gives it back. Other indents say nothing."""
    return [""] * (len(line) - len(line.lstrip(" "))) if re.match(r" +(- |\d+\. ) *\S", line) else []


def _repaired(raw: str) -> tuple[str, list[str]]:
    if not _WORTH_A_LOOK.search(raw):
        return raw, []
    mends: list[str] = []

    def mended(what: str) -> None:
        if what not in mends:
            mends.append(what)

    text = raw
    for _ in range(6):  # twice-escaped HTML needs more than one pass; what never settles is taken as it stands
        before = text
        if _CONTROL.search(text):
            text = _CONTROL.sub("", text)
            mended(CONTROLS_REMOVED)
        if _TURNS_ABOUT.search(text):
            text = _TURNS_ABOUT.sub("", text)
            mended(DIRECTION_REMOVED)
        text = text.strip()  # a space before it may hide from the mender what is broken
        if _HINTS_OF_MOJIBAKE.search(text):
            fixed = ftfy.fix_encoding(text)
            if fixed != text:
                text = fixed
                mended(CHARACTERS_MENDED)
        text = _ODD_SPACE.sub(" ", _INVISIBLE.sub("", text))
        if _is_marked_up(text):
            text = _from_html(text)
            mended(HTML_MADE_PLAIN)
        if text == before:
            break
    return text, mends


def _is_marked_up(text: str) -> bool:
    if _TAG.search(text):
        return True
    return any(name.startswith("#") or f"{name};" in html5 for name in _ENTITY.findall(text))


def _from_html(text: str) -> str:
    if "<" not in text:
        text = text.replace("\n", "<br>")  # only entities: the line ends are the author's own
    elif not re.search(r"<(p|div|br|li|h[1-6]|tr|section)\b", text, re.IGNORECASE):
        text = text.replace("\n", "<br>")  # only inline tags: likewise
    soup = BeautifulSoup(f"<div>{_STRAY_BRACKET.sub('&lt;', text)}</div>", "html.parser")
    out: list[str] = []
    _write(soup.children, out, depth=0)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in "".join(out).split("\n"))).strip("\n")


def _write(nodes: Iterable[PageElement], out: list[str], depth: int) -> None:
    for node in nodes:
        if isinstance(node, NavigableString):
            if not isinstance(node, (Comment, PreformattedString)):
                out.append(re.sub(r"\s+", " ", str(node)))
        elif isinstance(node, Tag):
            _write_tag(node, out, depth)


def _write_tag(tag: Tag, out: list[str], depth: int) -> None:
    name = tag.name.lower()
    if name in _DROPPED:
        return
    if name == "br":
        out.append("\n")
    elif name == "img":
        out.append(str(tag.get("alt") or ""))
    elif name == "a":
        _write_link(tag, out, depth)
    elif name in ("ul", "ol", "menu"):
        _write_list(tag, out, depth)
    elif name == "li":
        _write_item(tag, out, depth, "- ")  # an item outside any list
    elif name in ("td", "th"):
        _write(tag.children, out, depth)
        out.append(" ")
    elif name in _PARAGRAPHS or name in _LINES:
        end = "\n\n" if name in _PARAGRAPHS else "\n"
        out.append(end)
        _write(tag.children, out, depth)
        out.append(end)
    else:
        _write(tag.children, out, depth)


def _write_list(tag: Tag, out: list[str], depth: int) -> None:
    out.append("\n" if depth else "\n\n")
    number = 0
    for child in tag.children:
        if isinstance(child, Tag) and child.name.lower() == "li":
            number += 1
            _write_item(child, out, depth, f"{number}. " if tag.name.lower() == "ol" else "- ")
        elif isinstance(child, Tag) or str(child).strip():
            _write([child], out, depth)
    out.append("\n" if depth else "\n\n")


def _write_item(tag: Tag, out: list[str], depth: int, mark: str) -> None:
    inner: list[str] = []
    _write(tag.children, inner, depth + 1)
    text = re.sub(r"\s*\n(?: *\n)*", "\n", "".join(inner)).strip()
    if text:
        out.append(f"{'  ' * depth}{mark}{text}\n")


def _write_link(tag: Tag, out: list[str], depth: int) -> None:
    inner: list[str] = []
    _write(tag.children, inner, depth)
    text = "".join(inner)
    address = re.sub(r"\s", "", str(tag.get("href") or ""))
    out.append(text)
    if _LINKS.match(address):
        shown = re.sub(r"^mailto:([^?]*).*|^tel:", r"\1", address, flags=re.IGNORECASE)
        if _bare(shown) not in _bare(text):
            stripped = text.rstrip()
            if not stripped:
                out.append(shown)
            else:
                out[-1] = f"{stripped} ({shown}){text[len(stripped) :]}"


def _bare(address: str) -> str:
    """An address as a reader would recognise it: without scheme, www, spaces or the last slash."""
    return re.sub(r"^https?://|^www\.|\s|/$|(?<=\s)www\.", "", re.sub(r"https?://(www\.)?", "", address.casefold()))
