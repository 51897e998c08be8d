"""The navigator's page of one person, and their texts."""

from flask import Blueprint

blueprint = Blueprint("person_page", __name__, template_folder="templates")
