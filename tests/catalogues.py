"""`python -m tests.catalogues`: is every string a person can see translated into every language?

Extraction reads the code and templates; each language's catalogue must hold every entry, translated, with the same
placeholders, and nothing else. With `--update` new entries are added, blank, to be translated, and old ones removed.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from translations.locales import CATALOGUES, DEFAULT, LANGUAGES

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
ROOT = CATALOGUES.parent
PYBABEL = [sys.executable, "-m", "babel.messages.frontend", "--quiet"]


def extract(folder: Path) -> Path:
    """Write the source strings of today's code to a template in `folder`, and give its path."""
    template = folder / "messages.pot"
    subprocess.run(
        [
            *PYBABEL, "extract", "--mapping", "babel.cfg", "--keyword", "lazy_gettext", "--keyword", "_l",
            "--add-comments", "Translators:", "--no-location", "--sort-output", "--output", str(template),
            "--ignore-dirs", ".venv node_modules tests benchmarks instance", ".",
        ],
        cwd=ROOT,
        check=True,
    )  # fmt: skip
    return template


def catalogue_path(code: str) -> Path:
    return CATALOGUES / code / "LC_MESSAGES" / "messages.po"


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def faults_of(code: str, template: Path) -> list[str]:
    """What is wrong with one language's catalogue, a line each; empty when it is complete and current."""
    path = catalogue_path(code)
    if not path.exists():
        return [f"{code}: there is no catalogue at {path.relative_to(ROOT)}"]
    wanted = {_key(entry): entry for entry in polib.pofile(str(template))}
    held = {_key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    faults = [f"{code}: not in the catalogue: {key[1][:70]!r}" for key in wanted.keys() - held.keys()]
    faults += [f"{code}: no longer in the code: {key[1][:70]!r}" for key in held.keys() - wanted.keys()]
    for key, entry in held.items():
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not texts or not all(text.strip() for text in texts):
            faults.append(f"{code}: not translated: {key[1][:70]!r}")
            continue
        if "fuzzy" in entry.flags:
            faults.append(f"{code}: marked as doubtful: {key[1][:70]!r}")
        source = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in texts:
            used = set(PLACEHOLDER.findall(text))
            # A plural form may leave the number out ("one person"); nothing else may go missing or appear.
            missing = source - used - ({"%(n)s", "%(num)s", "%(n)d", "%(num)d", "%(count)s"} if entry.msgid_plural else set())
            if missing or used - source:
                faults.append(f"{code}: placeholders differ in {key[1][:70]!r}: {sorted(missing | (used - source))}")
    return sorted(faults)


def update(template: Path) -> None:
    """Bring every catalogue in step with the code: new entries blank, old ones gone, nothing guessed."""
    for code in LANGUAGES:
        path = catalogue_path(code)
        if code == DEFAULT:
            continue
        verb = ["update", "--no-fuzzy-matching", "--ignore-obsolete"] if path.exists() else ["init"]
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [*PYBABEL, *verb, "--input-file", str(template), "--output-file", str(path), "--locale", code],
            cwd=ROOT,
            check=True,
        )


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        template = extract(Path(folder))
        if "--update" in sys.argv:
            update(template)
        faults = [fault for code in LANGUAGES if code != DEFAULT for fault in faults_of(code, template)]
        entries = len(polib.pofile(str(template)))
    print("\n".join(faults) or f"catalogues: {entries} entries, complete in {len(LANGUAGES) - 1} languages beside English")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
