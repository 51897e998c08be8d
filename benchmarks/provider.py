"""The fake provider as a process of its own: says its address, and ends when its standard input does.

`python -m benchmarks.provider SECONDS` takes so long over each text.
"""

import sys

from tests.fake_provider import Fault, fake_provider

if __name__ == "__main__":
    seconds = float(sys.argv[1])
    with fake_provider(lambda number: Fault.SLOW if seconds else Fault.NONE) as provider:
        provider.slowness = seconds
        print(provider.url, flush=True)
        sys.stdin.read()
