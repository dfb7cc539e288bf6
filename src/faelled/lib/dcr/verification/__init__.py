"""What can happen in a graph, searched whole: dead steps, dead ends, and how one gets there."""
