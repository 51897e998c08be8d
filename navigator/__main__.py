"""`python -m navigator`: the same as the `navigator` command."""

from navigator.app import main

main()
