"""Cases: what is open, what may be done in it now, and everything that was done.

A case follows one published version of a rule graph for as long as it lives. `actions.execute` is
the only way a case moves; it asks the graph, the reader's rights and the effects in one
transaction, and stores the answer.
"""
