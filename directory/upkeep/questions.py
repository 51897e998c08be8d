"""The twelve questions a listing is made of, in the order they are asked."""

from directory.upkeep.asking.about import ABOUT
from directory.upkeep.asking.access_there import ACCESS
from directory.upkeep.asking.contact import CONTACT
from directory.upkeep.asking.cost import COST
from directory.upkeep.asking.for_whom import CIRCUMSTANCES
from directory.upkeep.asking.help_given import HELP
from directory.upkeep.asking.joining import JOINING
from directory.upkeep.asking.languages_spoken import LANGUAGES_SPOKEN
from directory.upkeep.asking.question import Question
from directory.upkeep.asking.room_there import ROOM
from directory.upkeep.asking.times_in_rows import TIMES
from directory.upkeep.asking.where import WHERE
from directory.upkeep.asking.who import WHO

QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (ABOUT, HELP, WHERE, TIMES, COST, WHO, CIRCUMSTANCES, JOINING, CONTACT, ACCESS, LANGUAGES_SPOKEN, ROOM)
}
