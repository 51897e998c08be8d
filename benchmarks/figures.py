"""Times and tables: what every benchmark says what it found with."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


class WrongAnswer(Exception):
    """What was measured did not do its work: the figures would mean nothing."""


@dataclass(frozen=True)
class Table:
    """Figures, as they are printed and as they stand in README.md."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    remark: str = ""

    def markdown(self) -> str:
        """The table in Markdown: words to the left, figures to the right."""
        columns = list(zip(self.header, *self.rows, strict=True))
        widths = [max(len(cell) for cell in column) for column in columns]
        is_figure = [bool(self.rows) and all(_is_figure(cell) for cell in column[1:]) for column in columns]

        def line(cells: Sequence[str]) -> str:
            padded = [
                cell.rjust(width) if figure else cell.ljust(width)
                for cell, width, figure in zip(cells, widths, is_figure, strict=True)
            ]
            return f"| {' | '.join(padded)} |"

        rule = ["-" * (width - 1) + (":" if figure else "-") for width, figure in zip(widths, is_figure, strict=True)]
        parts = [f"#### {self.title}", "", *([self.remark, ""] if self.remark else []), line(self.header), line(rule)]
        return "\n".join([*parts, *map(line, self.rows)])


def _is_figure(cell: str) -> bool:
    return cell[:1].isdigit() or cell in ("", "–")


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values (0 to 1) do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def milliseconds(seconds: float) -> str:
    thousandths = seconds * 1000
    return f"{thousandths:.2f}" if thousandths < 10 else f"{thousandths:.1f}" if thousandths < 100 else f"{thousandths:.0f}"


def spread(seconds: Sequence[float]) -> tuple[str, str, str]:
    """Median, 95th percentile and longest, in milliseconds."""
    return milliseconds(quantile(seconds, 0.5)), milliseconds(quantile(seconds, 0.95)), milliseconds(max(seconds))


def share(part: int, whole: int) -> str:
    """ "99 %"; a dash when there is nothing to have a share of."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    return f"{percent:.0f} %" if percent in (0, 100) else f"{percent:.1f} %"
