"""What a case is about, and what is done in it: subjects and facets of an imported plan (KLE).

The plan is KL's: a municipality imports its own, none is shipped. Rows are never deleted, for a
closed case keeps the number it was given.
"""
