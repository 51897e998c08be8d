"""Sets of listings as whole numbers: bit n is the listing that the index numbers n. Pure.

What two sets share is `a & b`, and how many that are `(a & b).bit_count()`: some millionths of a second among a hundred
thousand listings. Every count beside a filter is made of these.
"""

import re
from collections.abc import Collection, Iterator, Mapping

Bits = int

BLOCK = 48  # listings whose bits the engine adds up as one number: a float is exact to 53, and six bytes are 48
MANY = 10_000  # from here on a letter a listing is quicker than a bit a listing

_NOT_EMPTY = re.compile(rb"[^\0]")


def bits_of(numbers: Collection[int]) -> Bits:
    """The set of these numbers."""
    if not numbers:
        return 0
    size = max(numbers) + 1
    if len(numbers) < MANY:
        parts = bytearray(size // 8 + 1)
        for number in numbers:
            parts[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(parts, "little")
    letters = bytearray(b"0") * size
    for number in numbers:
        letters[number] = 49  # "1"
    letters.reverse()
    return int(letters, 2)


def bits_of_blocks(blocks: Mapping[int, int]) -> Bits:
    """The set whose numbers from `BLOCK * n` on are the bits of `blocks[n]`."""
    if not blocks:
        return 0
    parts = [bytes(BLOCK // 8)] * (max(blocks) + 1)
    for place, block in blocks.items():
        parts[place] = block.to_bytes(BLOCK // 8, "little")
    return int.from_bytes(b"".join(parts), "little")


def numbers_in(bits: Bits) -> Iterator[int]:
    """The numbers of a set, from the lowest."""
    letters = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    for letter in _NOT_EMPTY.finditer(letters):  # of a few among many, nearly all are empty
        place, byte = letter.start() * 8, letters[letter.start()]
        while byte:
            lowest = byte & -byte
            yield place + lowest.bit_length() - 1
            byte ^= lowest
