"""Two flows to try a work pool on ECS with: one says hello, one says where it runs."""

import json
import os
import platform
import shutil
import urllib.request

import prefect
from prefect import flow
from prefect.logging import get_run_logger


@flow(log_prints=False)
def my_flow() -> None:
    get_run_logger().info("Hello from ECS!")


@flow(log_prints=False)
def where_it_runs() -> dict:
    """What ECS says of the task (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html)."""
    place = {
        "prefect": prefect.__version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "user": os.getuid(),
        "disk_gib": round(shutil.disk_usage("/").total / 2**30),
    }
    endpoint = os.environ.get("ECS_CONTAINER_METADATA_URI_V4")
    if endpoint:
        with urllib.request.urlopen(f"{endpoint}/task", timeout=5) as answer:
            task = json.load(answer)
        place |= {
            name: task.get(name) for name in ("Cluster", "TaskARN", "Family", "Revision", "LaunchType", "Limits")
        }
    logger = get_run_logger()
    for name, value in place.items():
        logger.info("%s: %s", name, value)
    return place
