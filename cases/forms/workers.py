"""Several clients at once get the worker who answers for them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AssignForm(forms.Form):
    """Ticks, or all of the page, and one worker. `shown`: the clients that stood on the page, as it sends them back."""

    worker = forms.ChoiceField(
        label=gettext_lazy("Responsible worker"),
        error_messages={"required": gettext_lazy("Choose who will answer for them.")},
    )
    all = forms.BooleanField(label=gettext_lazy("Everyone on this page"), required=False)
    clients = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Clients"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, workers, shown, **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {str(one.pk): one for one in workers}
        self.shown = list(shown)
        people = [(pk, one.display_name) for pk, one in self.workers.items()]
        self.fields["worker"].choices = [("", _("Choose")), *people]
        self.fields["clients"].choices = [(pk, pk) for pk in self.shown]

    def clean_worker(self):
        return self.workers[self.cleaned_data["worker"]]

    @property
    def chosen(self):
        return self.shown if self.cleaned_data["all"] else self.cleaned_data["clients"]

    def clean(self):
        data = super().clean()
        if "clients" not in self.errors and not self.chosen:
            self.add_error("clients", _("Tick at least one client, or everyone on this page."))
        return data
