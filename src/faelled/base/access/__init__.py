"""Need to know: who may see and do what, for which purpose."""
