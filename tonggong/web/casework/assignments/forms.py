"""What is typed in the room of assignments."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tonggong.domain.casework.queries.assignments import Load


class GiveForm(forms.Form):
    """To whom people are given."""

    user = forms.TypedChoiceField(label="分派给", coerce=int, error_messages={"required": "请选分派给谁"})
    reason = forms.CharField(label="说明", max_length=120, required=False, help_text="例如 片区调整")

    def __init__(self, *args: object, workers: Iterable[Load] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [
            (one.user_id, f"{one.name}（{one.place}，名下 {one.people} 人）")
            for one in workers
            if not (one.is_gone or one.is_away)
        ]
        self.fields["user"].choices = [("", "请选"), *choices]  # type: ignore[attr-defined]


class HandOverForm(GiveForm):
    """To whom a list is handed over, and why."""

    reason = forms.CharField(
        label="为什么交接",
        max_length=120,
        help_text="例如 调离、退休、产假",
        error_messages={"required": "请写明为什么交接"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].label = "交给"
