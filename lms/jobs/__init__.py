"""Work to do later: a `job` table in the application's own database, and the worker that empties it.

A job is enqueued in the transaction of the data it belongs to, so neither exists without the other; it is
claimed under a lease that a heartbeat renews, so the work of a killed worker is done again by the next one.
"""
