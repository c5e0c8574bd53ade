"""What a web page is besides its words: a wall, the page of an error."""
