"""Questions of the pages and the API that no one repository answers: rows for lists, counts and curves."""
