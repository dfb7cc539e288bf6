"""What a log and a graph have to say to one another: which cases keep the rules, and which do not.

A log names its activities in its own words; `naming` finds the events they mean.
"""
