"""Signing in and out, for staff."""

from flask import Blueprint

blueprint = Blueprint("staff_sign_in", __name__, template_folder="templates")
