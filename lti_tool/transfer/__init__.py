"""What teams have elsewhere, brought in: so far how files and pasted lists are read, without a database."""
