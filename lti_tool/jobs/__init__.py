"""Work that outlasts a request: what a job is and how far it has come is a row, done in blocks by any number of runners.

A feature registers its kinds (`kinds.register`) and starts a job in the transaction of what caused it (`operations.start`).
"""
