"""`make country`: many colleges in one database, and what a page of one of them costs beside that of a college alone."""
