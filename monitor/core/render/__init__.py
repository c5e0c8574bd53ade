"""Messages into each channel's form: pure functions from values to text, HTML and JSON data."""
