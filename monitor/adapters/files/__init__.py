"""Files of an installation: archives, configuration files, folders for backups."""
