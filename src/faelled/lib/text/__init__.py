"""Danish text: CPR and CVR numbers, law references, KLE numbers, sentences and LIX. Pure."""
