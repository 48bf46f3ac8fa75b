"""Migrations lead to exactly the models' schema, up and down, on the engine under test."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from lms.core.db import db
from lms.core.paths import migration_folder
from tests.conftest import make_app, new_database


def test_migrations_go_up_and_down_and_match_the_models(tmp_path: Path, worker_name: str) -> None:
    app = make_app(tmp_path, new_database(tmp_path, f"lms_migrated_{worker_name}"))
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "target_metadata": db.metadata}
            )
            assert compare_metadata(context, db.metadata) == []
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        db.session.remove()
        db.engine.dispose()


def test_the_name_of_the_head_stands_in_its_file() -> None:
    """Two branches that both add a migration then collide in git, not in production."""
    from alembic.script import ScriptDirectory

    heads = ScriptDirectory(str(migration_folder())).get_heads()
    assert [(migration_folder() / "HEAD").read_text().strip()] == heads


@pytest.mark.parametrize("path", sorted((migration_folder() / "versions").glob("*.py")), ids=lambda p: p.stem)
def test_a_migration_does_not_import_todays_models(path: Path) -> None:
    assert "lms." not in path.read_text()
