"""What Prometheus reads at `/metrics`. Names end in their unit; labels are few and bounded."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("outlay_requests_total", "Requests answered", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "outlay_request_seconds", "Time to answer", ["route"], buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
)
SOCKETS = Gauge("outlay_sockets", "Open sockets of this process")
SOCKETS_REFUSED = Counter("outlay_sockets_refused_total", "Sockets and frames refused", ["reason"])
EVENTS_RELAYED = Counter("outlay_events_relayed_total", "Deliveries handed to the queue", ["consumer"])
DELIVERIES = Counter("outlay_deliveries_total", "Deliveries worked", ["consumer", "outcome"])
RECEIPTS_READ = Counter("outlay_receipts_read_total", "Receipts read", ["outcome", "engine"])
RULES_BROKEN = Counter("outlay_reader_rules_broken_total", "Flaws of the reader's rules that showed over a receipt")
RECEIPT_SECONDS = Histogram("outlay_receipt_seconds", "Time to read a receipt", buckets=(0.25, 0.5, 1, 2, 4, 8, 16, 32, 64))
