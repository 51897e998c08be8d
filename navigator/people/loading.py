"""How much of a person a list loads: their own row, as a rule.

A person comes with their team, its locality, their navigator and that one's team and locality, which one person's page needs.
For a list that is six tables more in each of its statements, which PostgreSQL takes longer to plan than to read.
"""

from sqlalchemy.orm import lazyload, selectinload

from navigator.people.models import Person, Staff

ALONE = (lazyload(Person.team), lazyload(Person.navigator))
WITH_NAVIGATOR = (lazyload(Person.team), selectinload(Person.navigator).lazyload(Staff.team))  # one query for all of them
