"""How a message leaves us: the protocol, the providers, the mail server."""
