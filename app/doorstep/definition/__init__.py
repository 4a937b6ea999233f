"""The forms as data: the immutable model, the loader, conditions and the checks on them."""
