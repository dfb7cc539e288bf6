"""Foreign keys point the way imports do: never up."""

from django.apps import apps
from django.db.models import Model

ORDER = [
    "audit",
    "access",
    "people",
    "connect",
    "files",
    "jobs",
    "ui",
    "notices",
    "processes",
    "subjects",
    "cases",
    "chats",
    "documents",
    "intake",
    "decisions",
    "orders",
    "delegation",
    "staff",
    "meetings",
    "post",
]
# Rooms beside one another, which may not lean on each other either.
BESIDE = [
    {"connect", "files", "jobs"},
    {"processes", "subjects"},
    {"chats", "documents"},
    {"intake", "decisions", "orders", "staff", "meetings", "post"},
    {"intake", "delegation", "staff"},
]


def test_no_foreign_key_points_up_or_sideways() -> None:
    wrong = []
    for label in ORDER:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if not getattr(field, "concrete", False):
                    continue
                if not (isinstance(target, type) and issubclass(target, Model)):
                    continue
                other = target._meta.app_label
                if other not in ORDER or other == label:
                    continue
                sideways = any({label, other} <= group for group in BESIDE)
                if ORDER.index(other) > ORDER.index(label) or sideways:
                    wrong.append(f"{label}.{model.__name__}.{field.name} -> {other}")
    assert wrong == []


def test_audit_and_access_hold_ids_and_no_foreign_keys_out_of_their_room() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for label in ("audit", "access")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False)
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, Model)
        and field.related_model._meta.app_label != label
    ]
    assert wrong == []


def test_every_room_is_in_the_order() -> None:
    ours = {a.label for a in apps.get_app_configs() if a.name.startswith("faelled.")}
    assert ours - {"web"} == set(ORDER)
