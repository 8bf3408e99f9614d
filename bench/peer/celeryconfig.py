"""Celery as its guides tune it: no results, no events, deep prefetch, no rate limits, two processes
a core since each waits for an answer; acknowledged after the work, so that a kill loses nothing."""

import os

broker_url = os.environ["PEER_BROKER"]
result_backend = None
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 128
worker_concurrency = 4
worker_disable_rate_limits = True
worker_send_task_events = False
task_send_sent_event = False
worker_hijack_root_logger = False
task_serializer = "json"
accept_content = ["json"]
broker_pool_limit = 4
broker_connection_retry_on_startup = True
task_compression = None
