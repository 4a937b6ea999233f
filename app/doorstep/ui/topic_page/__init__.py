"""One topic of the conversation on the screen: the tree walker and one widget per item type."""
