"""How we write to people: the outbox, the wording, replies, stopping, gateways and the phone simulator."""
