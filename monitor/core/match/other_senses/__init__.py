"""What else a plain name means: tables of names, and the rules that ask them."""
