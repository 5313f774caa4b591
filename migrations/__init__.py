"""Alembic migrations, part of the package so that an installed tool can upgrade its database."""
