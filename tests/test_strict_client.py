"""The reader of pages that every other test stands on: what is wrong with a page is found, the first time and the second."""

import pytest

from tests.strict_client import read_strictly

PAGE = """<!DOCTYPE html>
<html lang="en" dir="ltr"><head><title>Tea &amp; Talk</title></head>
<body><main><h1>Tea &amp; Talk</h1><p id="when">Mondays</p>
<form method="post"><input type="hidden" name="csrf_token" value="x"><label for="name">Name</label><input id="name" name="name">
</form></main></body></html>"""


def test_a_good_page_is_read_without_a_word() -> None:
    read_strictly(PAGE, "/here")
    read_strictly(PAGE.replace("Mondays", "Tuesdays and Thursdays"), "/here")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("</p>", "</div>", "end-tag-too-early"),
        ("Mondays", "Mondays & Thursdays &c", "entity"),
        ("<p id=", "<p id=a id=", "duplicate-attribute"),
        ('lang="en"', 'lang="xx"', "lang is 'xx'"),
        ('dir="ltr"', 'dir="rtl"', "dir is 'rtl' for en"),
        ("<p", "<h1>Twice</h1><p", "2 h1 elements"),
        ("<title>Tea &amp; Talk</title>", "<title> </title>", "no title"),
        ('id="when"', 'id="name"', "id 'name' stands twice"),
        ("<p", "<script>alert()</script><p", "inline script"),
        ("<p", '<p onclick="go()"', "inline handler: p"),
        ('<label for="name">', '<label for="other">', "no label for input 'name'"),
        ("<p", '<img src="cup.svg"><p', "image without alt: cup.svg"),
        ('name="csrf_token"', 'name="token"', "a form that posts without a token"),
    ],
)
def test_what_is_wrong_is_named_each_time(right: str, wrong: str, said: str) -> None:
    page = PAGE.replace(right, wrong, 1)

    for _ in range(2):
        with pytest.raises(AssertionError, match=said):
            read_strictly(page, "/here")


def test_what_is_no_page_at_all_is_said() -> None:
    with pytest.raises(AssertionError, match="no <html> element"):
        read_strictly("plain words", "/here")
