"""`make bench`: the real server with a large population, measured as signed-in people use it."""
