"""What every page stands on: people, access, audit, files, jobs, neighbours and the look."""
