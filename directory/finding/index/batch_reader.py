"""A process that helps another to read a directory for the index: told which listings, it says what the engine is given of each.

`python -m directory.finding.index.batch_reader`, started by `directory.finding.index.reading_together` and by nobody else. On
its standard input comes one JSON object a line: first where the database is and how far the directory had come, then batches of
ids. To each batch it answers with how many bytes follow (`LENGTH`), and one document a line. It ends, without a word, when it
would not read the same directory, and when its input ends.
"""

import gc
import json
import sys
import uuid
from datetime import date
from struct import Struct
from typing import BinaryIO

from flask import Flask

from directory.finding.index import documents
from directory.finding.index.reading import read_entries
from directory.queries import current_revision
from navigator.db import begin_reading, db, prepare_engine

LENGTH = Struct(">Q")


def main(told: BinaryIO, answers: BinaryIO) -> None:
    """Read what is told on `told`, answer on `answers`, until there is no more."""
    start = json.loads(told.readline())
    app = Flask(__name__)
    app.config.update(SQLALCHEMY_DATABASE_URI=start["database"], SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True})
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        begin_reading()
        if current_revision() != start["revision"]:
            return  # what the other process sees is not written yet, or the directory has moved on
        today = date.fromisoformat(start["today"])
        gc.disable()  # as `on_disk` does: entries are in no circles
        for line in told:
            batch = json.loads(line)
            ids = [uuid.UUID(hex=one) for one in batch["ids"]]
            wanted = set(ids)
            entries = [entry for entry in read_entries(ids, today=today, in_a_row=True) if entry.id in wanted]
            said = "\n".join(documents.written(entries, numbered_from=batch["numbered_from"])).encode()
            answers.write(LENGTH.pack(len(said)) + said)
            answers.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
