"""Talk about one matter, among those who are let in, until it is decided; then it is gone."""
