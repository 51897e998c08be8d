"""A feed of pages, fetched to its end before anything is made of it, and kept on disk so that a broken-off run can go on.

Fetching takes minutes and writing should not: no database is touched while a publisher is asked. What has been fetched lies in
a folder named for the address until the import has ended; a run within a day of one that broke off fetches only what is missing.
"""

import json
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from directory.importing import oruk_v1
from directory.importing.fetching import Fetcher
from directory.importing.hsds_documents import CHILDREN
from directory.importing.hsds_tables import decoded
from directory.importing.json_text import NotWhole, parsed
from directory.importing.rows import SourceUnreadable

Page = dict[str, Any]

MOST_PAGES = 5_000
KEPT_FOR = timedelta(days=1)
PROBES = 3  # listings whose whole document is asked for, to see whether the list gives summaries only
_NESTED = CHILDREN["services"].keys() | {"organization"}


class Feed:
    """One visit to a feed. `pages` gives its pages, each with a name for messages; `notes` says what was odd.

    `folder` is where feeds are kept. Raises SourceUnreadable when the feed cannot be had whole: nothing comes of half of one.
    """

    def __init__(self, *, address: str, name: str, fetcher: Fetcher, folder: Path, changed_since: datetime | None = None) -> None:
        self.address = address
        self.name = name
        self.fetcher = fetcher
        self.changed_since = changed_since
        self.folder = folder / sha256(self._with().encode()).hexdigest()[:20]
        self.notes: list[str] = []
        self._gives_whole_documents: bool | None = None  # None: not yet known
        self._probes = 0

    def first(self) -> bytes:
        """What is at the address itself, asked for only what changed since, when that is wanted."""
        return self.fetcher.get(self._with())

    def pages(self, first: Page) -> Iterator[tuple[Page, str]]:
        """Every page, `first` among them. All are fetched before the first is given."""
        files = self._fetch(first)
        return ((json.loads(file.read_text(encoding="utf-8")), f"{self.name} page {number}") for number, file in files)

    def forget(self) -> None:
        """The import has ended: what was kept of it goes."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _with(self, **query: str) -> str:
        if self.changed_since:
            query["modified_after"] = self.changed_since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return str(httpx.URL(self.address).copy_merge_params(query)) if query else self.address

    def _fetch(self, first: Page) -> list[tuple[int, Path]]:
        number = whole_number(first.get("page_number", first.get("number")), 1)
        said = whole_number(first.get("total_pages", first.get("totalPages")), 1)
        if said > MOST_PAGES:
            raise SourceUnreadable(f"{self.address} says it has {said} pages; at most {MOST_PAGES} are fetched")
        kept = self._open(first)
        start = min(number, 1)  # some feeds count from 0
        files: list[tuple[int, Path]] = []
        seen: set[str] = set()
        items = going_on = 0
        for wanted in count(start):
            if wanted - start >= MOST_PAGES:
                raise SourceUnreadable(
                    f"{self.address} does not end: {MOST_PAGES} pages were fetched and there is always another"
                )
            file = self.folder / f"page-{wanted:05}.json"
            if wanted in kept:
                page, going_on = parsed(file.read_text(encoding="utf-8")), going_on + (wanted != number)
            else:
                page = first if wanted == number else self._get_page(wanted)
                if _fingerprint(page) in seen:
                    self.notes.append(f"Page {wanted} of {self.name} repeats an earlier one, so no further page was fetched.")
                    break
                if wanted != number and not items_of(page):
                    break
                self._keep(file, self._with_whole_documents(page))
            seen.add(_fingerprint(page))
            files.append((wanted, file))
            items += len(items_of(page))
            if wanted - start + 1 >= said and page.get("last_page", page.get("last")) is not False:
                break
        total = whole_number(first.get("total_items", first.get("totalElements")), items)
        if total != items:
            self.notes.append(f"{self.name} says it has {total:,} listings; its pages held {items:,}.")
        if going_on:
            self.notes.append(f"{going_on} pages of {self.name} were kept from a run that broke off, and not fetched again.")
        return files

    def _get_page(self, wanted: int) -> Page:
        address = self._with(page=str(wanted))
        text, _ = decoded(self.fetcher.get(address))
        try:
            page = parsed(text)
        except NotWhole as problem:
            raise SourceUnreadable(f"{address} {problem}") from None
        if not isinstance(page, dict) or not ("contents" in page or "content" in page):
            raise SourceUnreadable(f"{address} is no page of {self.name}")
        return page

    def _with_whole_documents(self, page: Page) -> Page:
        """The page, with each listing whole where the feed's lists give summaries only."""
        contents = page.get("contents")
        if not isinstance(contents, list):
            return page
        self._notice_what_is_older(contents)
        return {**page, "contents": [self._whole(item) if _may_be_a_summary(item) else item for item in contents]}

    def _whole(self, item: Page) -> Page:
        if self._gives_whole_documents is False:
            return item
        here = httpx.URL(self.address)
        address = str(here.copy_with(path=f"{here.path.rstrip('/')}/{item['id']}", query=None))
        try:
            document = parsed(decoded(self.fetcher.get(address))[0])
        except (SourceUnreadable, NotWhole) as problem:
            if self._gives_whole_documents:  # it did so far: half a listing would wipe out what we have of the other half
                raise SourceUnreadable(str(problem)) from None
            document = {}
        if isinstance(document, dict) and document.get("id") == item["id"] and _NESTED & document.keys() - item.keys():
            self._gives_whole_documents = True
            return document
        self._probes += 1
        if self._gives_whole_documents is None and self._probes >= PROBES:
            self._gives_whole_documents = False
        return item

    def _notice_what_is_older(self, contents: list[Any]) -> None:
        since = self.changed_since
        if since is None or self.notes:
            return
        times = (item.get("last_modified") for item in contents if isinstance(item, dict))
        if any(isinstance(said, str) and said[:10] < f"{since:%Y-%m-%d}" for said in times):
            self.notes.append(f"{self.name} gives older listings, too: it does not know modified_after.")

    def _open(self, first: Page) -> set[int]:
        """Make the folder ready, and tell which pages lie there that still hold."""
        mark, stamp = self.folder / "first.txt", _fingerprint(first)
        is_kept = mark.exists() and time.time() - mark.stat().st_mtime < KEPT_FOR.total_seconds()
        if is_kept and mark.read_text(encoding="utf-8") == stamp:
            return {int(file.stem.removeprefix("page-")) for file in self.folder.glob("page-*.json")}
        self.forget()
        self.folder.mkdir(parents=True)
        mark.write_text(stamp, encoding="utf-8")
        return set()

    @staticmethod
    def _keep(file: Path, page: Page) -> None:
        being_written = file.with_suffix(".part")  # a page is kept whole or not at all
        being_written.write_text(json.dumps(page), encoding="utf-8")
        being_written.replace(file)


def remembered(folder: Path, address: str) -> datetime | None:
    """When the last import of this address that was written began; None when there was none."""
    try:
        return datetime.fromisoformat(_memory(folder, address).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None


def remember(folder: Path, address: str, *, began: datetime) -> None:
    """An import of this address was written that began at this moment."""
    folder.mkdir(parents=True, exist_ok=True)
    _memory(folder, address).write_text(began.isoformat(), encoding="utf-8")


def _memory(folder: Path, address: str) -> Path:
    return folder / f"{sha256(address.encode()).hexdigest()[:20]}.last"


def items_of(page: Page) -> list[Any]:
    """What a page lists, of either version of the standard."""
    items = page.get("contents", page.get("content"))
    return items if isinstance(items, list) else []


def whole_number(raw: Any, otherwise: int) -> int:
    """A number as feeds give it; `otherwise` for what is none."""
    try:
        return int(raw)
    except (TypeError, ValueError, OverflowError):
        return otherwise


def _may_be_a_summary(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("id"), str)
        and "/" not in item["id"]
        and not CHILDREN["services"].keys() & item.keys()
        and not oruk_v1.is_v1(item)
    )


def _fingerprint(page: Page) -> str:
    return sha256(
        json.dumps([item.get("id") if isinstance(item, dict) else None for item in items_of(page)]).encode()
    ).hexdigest()
