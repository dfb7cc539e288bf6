"""Small exports in the portal's form, for the tests."""


def export(
    *,
    events: str = "",
    labels: dict[str, str] | None = None,
    constraints: str = "",
    expressions: dict[str, str] | None = None,
    resources: str = "",
    marking: str = "",
    head: str = 'title="En prøve"',
) -> bytes:
    """A whole `dcrgraph` around the parts given."""
    mappings = "".join(
        f'<labelMapping eventId="{id}" labelId="{label}"/>' for id, label in (labels or {}).items()
    )
    written = "".join(
        f'<expression id="{id}" value="{text}"/>' for id, text in (expressions or {}).items()
    )
    return f"""<dcrgraph {head}>
  <meta><revision id="17" type="minor"/></meta>
  <specification>
    <resources>
      <events>{events}</events>
      <labelMappings>{mappings}</labelMappings>
      <expressions>{written}</expressions>
      {resources}
    </resources>
    <constraints>{constraints}</constraints>
  </specification>
  <runtime><marking>{marking}</marking></runtime>
</dcrgraph>""".encode()


def event(id: str, inside: str = "", *, kind: str = "", custom: str = "") -> str:
    """One event; `inside` are the events it holds."""
    type_ = f' type="{kind}"' if kind else ""
    return f'<event id="{id}"{type_}><custom>{custom}</custom>{inside}</event>'


def rule(group: str, tag: str, source: str, target: str, **attributes: str) -> str:
    """One relation: `rule("conditions", "condition", "a", "b", time="3d")`."""
    more = "".join(f' {name}="{text}"' for name, text in attributes.items())
    return f'<{group}><{tag} sourceId="{source}" targetId="{target}"{more}/></{group}>'
