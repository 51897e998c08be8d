"""Pages people can use by themselves: why it helps, three small steps, when to ask for help, a person to ask."""
