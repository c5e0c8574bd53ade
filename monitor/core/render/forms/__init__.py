"""One module for each form of a message: cards of chats, e-mail, hooks, output feeds."""
