"""Where a page may lead on to when the address of the next one came with the request."""


def is_local(address: str) -> bool:
    """Whether an address leads to a page of ours, however a browser reads it: a path, and nothing that names a host."""
    return address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
