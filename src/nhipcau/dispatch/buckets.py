"""The rates: a bucket for an account, and one for its app where the platform limits that too."""

from nhipcau.channels.models import Account
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.dispatch.limits import gap_for
from nhipcau.dispatch.models import Bucket


def bucket_of(account: Account) -> Bucket:
    """The account's bucket, made when missing and set to the rate that holds now."""
    gap, app = gap_for(account.per_minute), _app_of(account)
    bucket, is_new = Bucket.objects.get_or_create(
        name=f"account:{account.pk}", defaults={"account": account, "gap": gap, "app": app}
    )
    if not is_new and (bucket.gap != gap or bucket.app_id != (app.pk if app else None)):
        Bucket.objects.filter(pk=bucket.pk).update(gap=gap, app=app)
        bucket.gap, bucket.app = gap, app
    return bucket


def _app_of(account: Account) -> Bucket | None:
    transport = TRANSPORTS.get(account.speaks)
    app = str(account.settings.get("app_id", ""))
    per_minute = getattr(transport, "app_per_minute", 0) if transport else 0
    if not app or not per_minute:
        return None
    found, _is_new = Bucket.objects.get_or_create(
        name=f"app:{account.kind}:{app}"[:120], defaults={"gap": gap_for(per_minute)}
    )
    return found
