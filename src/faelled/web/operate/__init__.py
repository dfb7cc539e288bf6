"""What those who run the site need: health pages, metrics, logs, deployment checks, backups."""
