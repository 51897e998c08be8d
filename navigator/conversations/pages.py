"""The guided conversation, priorities, goals and small steps."""

from flask import Blueprint

blueprint = Blueprint("conversations", __name__, template_folder="templates")
