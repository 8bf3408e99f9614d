"""Wake-ups of the API; rows are the truth, a periodic job finds the same ones."""

from nhipcau.api import publish
from nhipcau.core.tasks import task
from nhipcau.places.models import Locality


@task()
def publish_waiting_ones(locality_id: int) -> None:
    locality = Locality.objects.get(pk=locality_id)
    publish.publish_of(locality)
