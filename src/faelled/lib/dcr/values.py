"""What an event can carry: one value, or a record with one value for each of its fields."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from faelled.lib.dates.duration import Duration

Scalar: TypeAlias = str | int | Decimal | bool | date | datetime | Duration | tuple[str, ...] | None
Value: TypeAlias = Scalar | Mapping[str, Scalar]
