"""The only folder that knows SQLAlchemy."""
