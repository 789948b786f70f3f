"""Tables, migrations and every SQL statement; SQLite by default, PostgreSQL for teams."""
