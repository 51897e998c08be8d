"""Sets of listings as whole numbers: bit n is the listing that the index numbers n. Pure.

What two sets share is `a & b`, and how many that are `(a & b).bit_count()`: some millionths of a second among a hundred
thousand listings. Every count beside a filter is made of these.
"""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

Bits = int
Numbers = NDArray[np.int64]  # of listings

BLOCK = 48  # listings whose bits the engine adds up as one number: a float is exact to 53, and six bytes are 48


def bits_of(numbers: Collection[int] | Numbers) -> Bits:
    """The set of these numbers."""
    if not len(numbers):
        return 0
    which = np.fromiter(numbers, dtype=np.int64, count=len(numbers))
    flags = np.zeros(int(which.max()) + 1, dtype=np.bool_)
    flags[which] = True
    return bits_where(flags)


def bits_where(flags: NDArray[np.bool_]) -> Bits:
    """The set of the numbers at which the flags are up."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def bits_of_blocks(blocks: Mapping[int, int]) -> Bits:
    """The set whose numbers from `BLOCK * n` on are the bits of `blocks[n]`."""
    if not blocks:
        return 0
    parts = [bytes(BLOCK // 8)] * (max(blocks) + 1)
    for place, block in blocks.items():
        parts[place] = block.to_bytes(BLOCK // 8, "little")
    return int.from_bytes(b"".join(parts), "little")


def numbers_in(bits: Bits) -> Numbers:
    """The numbers of a set, from the lowest."""
    return np.flatnonzero(flags_of(bits))


def flags_of(bits: Bits) -> NDArray[np.bool_]:
    """For each number, up to the highest of the set and a few beyond, whether the set has it."""
    letters = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    return np.unpackbits(np.frombuffer(letters, dtype=np.uint8), bitorder="little").view(np.bool_)
