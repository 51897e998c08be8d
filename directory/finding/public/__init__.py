"""The public pages and the API of listings: the front page, what was found, one listing."""
