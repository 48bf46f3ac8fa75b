"""The permission table of the product: every route, every kind of actor, own and foreign objects.

A new route gets its row in the module of the people who may ask for it.
"""

from tests.laws.routes.rows import administration, learning, own, studio, teaching, visitors

ROWS = [*visitors.ROWS, *own.ROWS, *learning.ROWS, *teaching.ROWS, *studio.ROWS, *administration.ROWS]
