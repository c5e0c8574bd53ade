"""Looking after an installation: backups and self-diagnosis."""
