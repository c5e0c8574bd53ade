"""Where sentences are made: language models behind an address of the user's choice."""
