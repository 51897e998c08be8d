"""The desk, finding a service for a person, and referring."""

from flask import Blueprint

blueprint = Blueprint("referrals", __name__, template_folder="templates")
