"""Outgoing mail: written down in the transaction of what it tells of, rendered and sent by a job."""
