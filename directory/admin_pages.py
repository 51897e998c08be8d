"""The words people use and what they mean: the administrator's pages of the thesaurus."""

from flask import Blueprint

blueprint = Blueprint("listings_admin", __name__, template_folder="templates")
