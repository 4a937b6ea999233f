"""One editor per item type: each shows a value, lets it be changed, and tells what was typed and what was meant."""
