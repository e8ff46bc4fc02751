"""What a unit sends: one feed, of its own people."""

from typing import Any

from django import forms

from tonggong.base.accounts.who import Who
from tonggong.base.intake import uploading
from tonggong.web.components.exchange import UploadForm


class HiresForm(UploadForm):
    """The month and the file; feed and sender are given."""

    def __init__(self, who: Who, sender: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(who, *args, **kwargs)
        self.is_free, self.senders = False, [sender]
        del self.fields["feed"], self.fields["sender"]
        self.fields["file"].help_text = "用下载的模板填，.xlsx、.xls 或 .csv 都可以"

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "feed": "hires", "sender": self.senders[0]}

    def clean_file(self) -> Any:
        file = super().clean_file()
        if file.size > uploading.AT_ONCE:
            raise forms.ValidationError("文件最大 1.5 MB，请只留安置情况这一张表")
        return file
