"""What a browser says of itself, in the few words that tell one's own devices apart."""

from collections.abc import Sequence

# The first that is found counts: a browser's words name others that it wants to be taken for.
BROWSERS: Sequence[tuple[str, str]] = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Sequence[tuple[str, str]] = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """``device_words("Mozilla/5.0 (iPhone; ...) Safari/604.1") == "Safari, iPhone"``.

    Only words of these tables, never the browser's own, so nothing sent comes back on a page;
    nothing when none is known. Versions are left out: they tell nobody which device it is.
    """
    found = (_first(table, user_agent) for table in (BROWSERS, SYSTEMS))
    return ", ".join(word for word in found if word)


def _first(table: Sequence[tuple[str, str]], user_agent: str) -> str:
    return next((word for sign, word in table if sign in user_agent), "")
