"""How much memory this process has, in megabytes, as the kernel counts it."""

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def resident() -> float:
    """In memory now; where the kernel does not say so, the most there was."""
    return _said("VmRSS") if STATUS.exists() else _at_most_elsewhere()


def most_resident() -> float:
    """The most that was in memory at once. Linux' own `ru_maxrss` would count what the parent had when it started us, too."""
    return _said("VmHWM") if STATUS.exists() else _at_most_elsewhere()


def _said(name: str) -> float:
    return next(int(line.split()[1]) / 1024 for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))


def _at_most_elsewhere() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 1024
