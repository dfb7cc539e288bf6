"""When each recurring job is due, and which workers are alive."""

from django.db import models


class Recurring(models.Model):
    """One row per recurring job; ``due_at`` is the next start."""

    name = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)


class Pulse(models.Model):
    """A worker's sign of life; without a fresh one its unfinished jobs are given to another."""

    worker_id = models.CharField(max_length=64, unique=True)
    beat_at = models.DateTimeField()
