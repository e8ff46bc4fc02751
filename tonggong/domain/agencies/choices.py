"""Code sets of the room for forms and pages, which do not read tables."""

from tonggong.domain.agencies.models import Contribution, Provider, Support

PROVIDERS = Provider.Kind.choices
SUPPORTS = Support.Kind.choices
GIVERS = Contribution.Giver.choices
KINDS_GIVEN = Contribution.Kind.choices
