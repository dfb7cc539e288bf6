"""What happened and who looked: append-only, chained with a key, checked from outside."""
