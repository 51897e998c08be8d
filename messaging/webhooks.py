"""What the text provider calls: replies, and news of texts we sent."""

from flask import Blueprint

blueprint = Blueprint("webhooks", __name__, template_folder="templates")
