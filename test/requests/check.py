"""Holds recorded requests against AWS's own service models, which botocore ships.

Reads a JSON list of requests from stdin: method, url, headers, body. Writes for each the IAM action, the parameters as
the model names them, and what the model does not take. moto's parsers lead from what was sent to the parameters.
"""

import json
import re
import sys
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.loaders import Loader
from moto.core.model import ServiceModel
from botocore.validate import ParamValidator
from moto.core.parse import PROTOCOL_PARSERS
from werkzeug.datastructures import Headers, MultiDict

# By the service of a signature's credential scope; the others have the same name there and in botocore.
MODELS = {"monitoring": "cloudwatch", "elasticfilesystem": "efs"}
# By the same; the others have the same name there and in IAM.
IAM = {"monitoring": "cloudwatch"}

# Operations of S3 whose action in IAM has another name. Source:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
S3 = {
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}


@lru_cache
def model_of(service):
    return ServiceModel(Loader().load_service_model(MODELS.get(service, service), "service-2"))


def check(request):
    headers = Headers(request["headers"])
    url = urlsplit(request["url"])
    signed = re.search(r"Credential=[^/]+/[^/]+/[^/]+/([^/]+)/", headers.get("Authorization", ""))
    if signed is None:
        return result(f"{request['method']} {url.path}", ["is not signed"])
    service = signed.group(1)
    form = "x-www-form-urlencoded" in headers.get("Content-Type", "")
    model = model_of(service)
    named, in_path = operation_of(model, request["method"], url, headers, form and request["body"])
    if named not in model.operation_names:
        return result(f"{service}:{named}", ["is no operation of the service's model"])
    operation = model.operation_model(named)
    named = S3.get(named, named) if service == "s3" else named
    action = f"{IAM.get(service, service)}:{named}"
    if operation.input_shape is None:
        return result(action, [])
    protocol = model.protocol if model.protocol in ("ec2", "query") else "query"
    if not form:
        protocol = "json" if "X-Amz-Target" in headers else model.protocol
    parameters = PROTOCOL_PARSERS[protocol](operation).parse(
        {
            "body": request["body"],
            "headers": headers,
            "method": request["method"],
            "url_params": in_path,
            "url_path": url.path,
            "values": MultiDict(parse_qsl(request["body"] if form else url.query, keep_blank_values=True)),
        }
    )
    report = ParamValidator().validate(parameters, operation.input_shape)
    faults = [report.generate_report()] if report.has_errors() else []
    faults += beyond_limits(parameters, operation.input_shape, operation.name)
    if protocol == "json":
        faults += unknown_members(json.loads(request["body"] or "{}"), operation.input_shape, operation.name)
    return result(action, faults, parameters)


def result(action, faults, parameters=None):
    return {"action": action, "faults": faults, "parameters": parameters or {}}


def operation_of(model, method, url, headers, form):
    """The name of the operation, and what stands in the path."""
    if "X-Amz-Target" in headers:
        return headers["X-Amz-Target"].split(".")[-1], {}
    called = re.search(r"/operation/(\w+)$", url.path)
    if called:
        return called.group(1), {}
    if form:
        return dict(parse_qsl(form))["Action"], {}
    asked = query_of(url.query)
    found = []
    for name in model.operation_names:
        operation = model.operation_model(name)
        path, _, query = operation.http["requestUri"].partition("?")
        pattern = re.sub(r"\\{(\w+)\\\+\\}", r"(?P<\1>.+)", re.escape(path))
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", pattern)
        matched = re.fullmatch(pattern.rstrip("/"), url.path.rstrip("/"))
        # Of S3's operations many differ in the query alone.
        if operation.http["method"] == method and matched and query_of(query) <= asked and not operation.deprecated:
            found.append((len(query_of(query)), name, matched.groupdict()))
    if not found:
        return f"{method} {url.path}", {}
    _, name, in_path = max(found, key=lambda one: one[0])
    return name, {key: unquote(value) for key, value in in_path.items()}


def query_of(text):
    return set(parse_qsl(text, keep_blank_values=True))


def beyond_limits(value, shape, path):
    """What botocore's validator does not look at: the most of a length, patterns and enumerations."""
    if shape.type_name == "structure":
        known = ((name, shape.members.get(name), part) for name, part in (value or {}).items())
        return [fault for name, member, part in known if member for fault in beyond_limits(part, member, f"{path}.{name}")]
    if shape.type_name == "list":
        return [fault for part in value for fault in beyond_limits(part, shape.member, f"{path}[]")]
    if shape.type_name == "map":
        return [
            fault
            for key, part in value.items()
            for fault in beyond_limits(key, shape.key, f"{path} key") + beyond_limits(part, shape.value, f"{path}.{key}")
        ]
    if shape.type_name != "string" or not isinstance(value, str):
        return []
    faults = []
    if getattr(shape, "enum", []) and value not in shape.enum:
        faults.append(f"{path}: {value} is none of {', '.join(shape.enum)}")
    most = shape.metadata.get("max")
    if most is not None and len(value) > most:
        faults.append(f"{path}: {len(value)} characters, at most {most}")
    pattern = shape.metadata.get("pattern")
    if pattern is not None and not fits(pattern, value):
        faults.append(f"{path}: {value!r} is not {pattern}")
    return faults


def fits(pattern, value):
    """AWS's patterns are those of Java; a value passes that Python cannot hold against its pattern."""
    if "\\p{" in pattern or "&&" in pattern:
        return True
    try:
        return re.search(f"^(?:{pattern})$", value, re.S) is not None
    except re.error:
        return True


def unknown_members(value, shape, path):
    if shape.type_name == "structure" and isinstance(value, dict):
        return [
            fault
            for name, part in value.items()
            for fault in (
                unknown_members(part, shape.members[name], f"{path}.{name}")
                if name in shape.members
                else [f"{path}.{name} is not a member"]
            )
        ]
    if shape.type_name == "list" and isinstance(value, list):
        return [fault for part in value for fault in unknown_members(part, shape.member, f"{path}[]")]
    return []


json.dump([check(request) for request in json.load(sys.stdin)], sys.stdout, default=str)
