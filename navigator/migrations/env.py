"""How Alembic reaches the service's database. Run through `navigator db …`."""

from alembic import context
from flask import current_app

target = current_app.extensions["migrate"].db
engine = target.engine

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=target.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
