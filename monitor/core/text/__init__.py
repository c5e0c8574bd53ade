"""Text: folding, HTML to text, canonical URLs, date forms."""
