"""What sends: one sender for all chat bots, and one for each way out that is not a POST to a bot."""
