"""The commands there are. To add one: a line here, and a module of the same name beside it."""

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "convert": "Skriv en graf i et andet format, og sig, hvad der ikke er plads til.",
        "verify": "Kan alle trin ske, og kan hver sag afsluttes til tiden?",
        "discover": "Find en graf i en log, så hver sag i loggen følger den.",
        "conform": "Følger sagerne i en log grafens regler, og hvilke brydes hvor ofte?",
        "align": "Hvor lidt skal ændres i hver sag, for at den følger grafen?",
        "next": "Hvor tit forudses det næste trin i de sager, der begyndte senere?",
        "simulate": "Find på N sager, der følger grafen, og skriv dem som en log.",
        "migrate": "Hvad sker der med sagerne i en log, når grafen ændres?",
        "contrast": "Hvilke få regler skiller de dårlige sager fra de gode?",
        "classify": "Godtager grafen de gode sager, og afviser den de dårlige?",
    }
)
