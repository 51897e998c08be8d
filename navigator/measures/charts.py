"""The small drawing of one question's answers over time."""

from navigator.measures.queries import Course
from navigator.steps.chart import Chart, draw


def draw_course(course: Course) -> Chart | None:
    """The drawing of the numbers on the scale from 0 to 10; None with fewer than two."""
    return draw(
        [(asking.finished_at or asking.begun_at, score) for asking, score in course.scores], enough=course.question.highest
    )
