"""An archive: everything that an installation keeps, in one file that either database can be filled from.

A zip file with a member `tables/<name>.jsonl` for each table, a line of JSON for each row, and `manifest.json`, which
tells the revision of the database, and of each table its columns, the number of its rows and their SHA-256.
Left out are tables whose rows are short-lived, see `db.Base`.
"""
