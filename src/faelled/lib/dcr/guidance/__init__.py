"""The GPS of a case: the next step, the way to the goal, and what past cases say of them."""
