"""Made-up cases: random walks over a graph, with people, working hours, answers and mistakes."""
