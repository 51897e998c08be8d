"""The fake provider as a process of its own: says its address, and ends when its standard input does."""

import sys

from tests.fake_provider import fake_provider

if __name__ == "__main__":
    with fake_provider() as provider:
        print(provider.url, flush=True)
        sys.stdin.read()
