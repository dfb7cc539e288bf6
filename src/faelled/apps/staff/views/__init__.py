"""A module for each thing one comes for."""
