"""The front door of this package: what a listing's hours are, and what people ask of them.

is it open at T?        is_open_at, find_spell
when is it next?        next_session, list_sessions
on a Tuesday?           opens_on
in words?               list_lines, in_words, now_in_words; short enough for a text: in_short
"""

from directory.times.hours import DAYS as DAYS
from directory.times.hours import Hours as Hours
from directory.times.hours import read_time as read_time
from directory.times.hours_in_words import Line as Line
from directory.times.hours_in_words import Translator as Translator
from directory.times.hours_in_words import in_words as in_words
from directory.times.hours_in_words import list_lines as list_lines
from directory.times.now_in_words import now_in_words as now_in_words
from directory.times.recurrence import list_days as list_days
from directory.times.sessions import Session as Session
from directory.times.sessions import Spell as Spell
from directory.times.sessions import find_spell as find_spell
from directory.times.sessions import is_open_at as is_open_at
from directory.times.sessions import list_sessions as list_sessions
from directory.times.sessions import next_session as next_session
from directory.times.sessions import opens_on as opens_on
from directory.times.short_words import in_short as in_short
from directory.times.special_days import ENGLAND as ENGLAND
from directory.times.special_days import SpecialDays as SpecialDays
from directory.times.term_time import Term as Term
