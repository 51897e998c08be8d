"""Which way an edit may go: one table. Pure."""

from directory.upkeep.models import EditState

MOVES: dict[EditState, frozenset[EditState]] = {
    EditState.DRAFT: frozenset({EditState.WAITING, EditState.PUBLISHED, EditState.WITHDRAWN}),
    EditState.WAITING: frozenset(
        {EditState.DRAFT, EditState.PUBLISHED, EditState.ASKED, EditState.REJECTED, EditState.WITHDRAWN}
    ),
    EditState.ASKED: frozenset({EditState.WAITING, EditState.PUBLISHED, EditState.REJECTED, EditState.WITHDRAWN}),
    EditState.REJECTED: frozenset({EditState.DRAFT}),
    EditState.PUBLISHED: frozenset(),
    EditState.WITHDRAWN: frozenset(),
}
OPEN = (EditState.DRAFT, EditState.WAITING, EditState.ASKED)  # the editor can still change it
IN_THE_QUEUE = (EditState.WAITING, EditState.ASKED)


class EditCannotMove(Exception):
    """An edit may not go from `was` to `wanted`: it was decided, taken back or sent meanwhile."""

    def __init__(self, was: EditState, wanted: EditState) -> None:
        super().__init__(f"from {was} to {wanted}")
        self.was, self.wanted = was, wanted


def check_move(was: EditState, wanted: EditState) -> None:
    """Raises `EditCannotMove` when the table does not allow it."""
    if wanted not in MOVES[was]:
        raise EditCannotMove(was, wanted)
