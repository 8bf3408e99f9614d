"""What to print and where it will hang."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nhipcau.core.language import own_language
from nhipcau.links.models import Poster
from nhipcau.pages.posters.make import Spot, Wish, read_spots
from nhipcau.people.models import Group
from nhipcau.people.oa_groups import oa_account
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.procedures.queries import listed

LISTED = 300  # more procedures than anybody ticks off a list; the search box finds the others


class NewPosters(forms.Form):
    codes = forms.MultipleChoiceField(required=False)
    groups = forms.MultipleChoiceField(required=False)
    oa = forms.BooleanField(required=False)
    portal = forms.BooleanField(required=False)
    title = forms.CharField(required=False, max_length=200)
    address = forms.CharField(required=False, max_length=300)
    places = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
    neighbourhoods = forms.MultipleChoiceField(required=False)
    size = forms.ChoiceField(choices=Poster.Size.choices, initial=Poster.Size.A4)
    language = forms.ChoiceField(choices=settings.LANGUAGES, initial=own_language)

    def __init__(self, locality: Locality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.procedures = list(listed()[:LISTED])
        self.household_groups = list(
            Group.objects.filter(kind=Group.Kind.HOUSEHOLDS, state=Group.State.ACTIVE)
            .exclude(neighbourhood=None)
            .select_related("neighbourhood")
            .order_by("neighbourhood__position")
        )
        self.places_known = list(Neighbourhood.objects.all())
        self.account = oa_account(locality.pk)
        self._offer("codes", [one.code for one in self.procedures])
        self._offer("groups", [str(one.pk) for one in self.household_groups])
        self._offer("neighbourhoods", [str(one.pk) for one in self.places_known])
        self.fields["places"].error_messages["required"] = _("Hãy ghi ít nhất một nơi treo.")

    def wish(self) -> Wish:
        typed = self.cleaned_data
        chosen = {int(pk) for pk in typed["neighbourhoods"]}
        return Wish(
            spots=self.spots([one for one in self.places_known if one.pk in chosen]),
            codes=typed["codes"],
            groups=typed["groups"],
            oa=typed["oa"],
            portal=typed["portal"],
            title=typed["title"],
            address=typed["address"],
            size=typed["size"],
            language=typed["language"],
        )

    def spots(self, everywhere: Sequence[Neighbourhood]) -> list[Spot]:
        return read_spots(self.cleaned_data["places"], everywhere)

    def chosen(self, name: str) -> set[str]:
        """What is ticked: as typed, else as it began."""
        if self.is_bound:
            return set(self.data.getlist(name))  # type: ignore[attr-defined]
        return set(self.initial.get(name, ()))

    def _offer(self, name: str, values: Sequence[str]) -> None:
        field: Any = self.fields[name]
        field.choices = [(value, value) for value in values]
