"""Ways out: one file a kind, with all that sets it apart; ``registry`` lists them."""
