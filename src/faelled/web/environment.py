"""Settings from the environment; a wrong value stops the program and says which one.

A secret may stand in ``X`` or in the file named by ``X_FILE``.
"""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

PROVIDER = {"id", "name", "client_id", "secret", "server"}
# In the demo there is a neighbour who takes everything and is not there.
DEMO_NEIGHBOURS = json.dumps(
    [
        {
            "key": "nordby",
            "name": "Nordby Kommune",
            "url": "fake:",
            "secret": "a secret that nobody needs to keep",
            "us": "faelleskoebing",
            "authority": "0999",
        }
    ]
)
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class SettingError(Exception):
    """A setting has a value the program cannot start with."""


def text(name: str, default: str = "", *, env: Mapping[str, str] = os.environ) -> str:
    """``text("X")``: the value of X, or the content of the file that X_FILE names."""
    path = env.get(f"{name}_FILE")
    if path and name in env:
        raise SettingError(f"{name} and {name}_FILE are both set; set one of them.")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return env.get(name, default)


def boolean(name: str, default: bool, *, env: Mapping[str, str] = os.environ) -> bool:
    """``boolean("X", False)``: 1/true/yes/on or 0/false/no/off; anything else is refused."""
    value = env.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise SettingError(f"{name}={value!r} is neither true nor false.")


def choice(name: str, among: tuple[str, ...], *, env: Mapping[str, str] = os.environ) -> str:
    """``choice("X", ("line", "json"))``: one of the words, the first when unset; else refused."""
    value = env.get(name) or among[0]
    if value not in among:
        raise SettingError(f"{name}={value!r} must be one of: {', '.join(among)}.")
    return value


def whole(name: str, default: int, *, env: Mapping[str, str] = os.environ) -> int:
    """``whole("X", 7)``: a whole number, 0 or more; anything else is refused."""
    value = env.get(name, "") or str(default)
    if not (value.isascii() and value.isdecimal()):
        raise SettingError(f"{name}={value!r} must be a whole number, 0 or more.")
    return int(value)


def words(name: str, default: str = "", *, env: Mapping[str, str] = os.environ) -> list[str]:
    """``words("X")``: the comma-separated words of X."""
    return [word.strip() for word in env.get(name, default).split(",") if word.strip()]


def key(name: str, folder: Path, *, env: Mapping[str, str] = os.environ) -> str:
    """A secret of 256 bits: from ``name`` or ``name_FILE``, else made once under ``folder``.

    A made key makes the first start easy; ``faelled check --deploy`` warns while one is in use.
    """
    given = text(name, env=env)
    if given:
        return given
    path = folder / name.lower()
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_text(secrets.token_urlsafe(32), encoding="ascii")
        draft.chmod(0o600)
        try:
            os.link(draft, path)  # two first starts at once agree on one key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def hosts(name: str, *, env: Mapping[str, str] = os.environ) -> dict[str, list[str]]:
    """The outgoing allow-list: a JSON object of system key and list of hosts (connect.allowed)."""
    try:
        table = json.loads(text(name, "{}", env=env))
        if all(isinstance(row, str) for rows in table.values() for row in rows):
            return {str(key): list(rows) for key, rows in table.items()}
    except (ValueError, AttributeError, TypeError):
        pass
    raise SettingError(f'{name} must be a JSON object like {{"oidc": ["login.example.dk"]}}.')


def origins(providers: list[dict[str, object]]) -> list[str]:
    """The origins of the log-in providers: the page's log-in form is sent on to them."""
    found = []
    for provider in providers:
        settings = provider["settings"]
        address = urlsplit(str(settings["server_url"] if isinstance(settings, dict) else ""))
        found.append(f"{address.scheme}://{address.netloc}")
    return sorted(set(found))


def oidc_providers(*, env: Mapping[str, str] = os.environ) -> list[dict[str, object]]:
    """The log-in providers of FAELLED_OIDC: a JSON list of id, name, client_id, secret, server."""
    raw = text("FAELLED_OIDC", "[]", env=env)
    try:
        rows = json.loads(raw)
        return [
            {
                "provider_id": row["id"],
                "name": row["name"],
                "client_id": row["client_id"],
                "secret": row["secret"],
                "settings": {
                    "server_url": row["server"],
                    "token_auth_method": "client_secret_basic",
                    # Who comes in, at which level: connect.oidc.rules.
                    "rules": {key: value for key, value in row.items() if key not in PROVIDER},
                },
            }
            for row in rows
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise SettingError(
            "FAELLED_OIDC must be a JSON list of objects with id, name, client_id, secret, server."
        ) from error
