"""Guided conversations and what they lead to: priorities, goals, small steps and how confident the person feels."""
