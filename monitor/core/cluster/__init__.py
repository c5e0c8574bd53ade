"""Stories: which reports tell one event, what each adds, and which of them is the most original."""
