"""
MiniStack that refuses what AWS refuses and MiniStack by itself lets through, so that a deployment that would fail there
fails here. Each rule names its source. A test says of a stack which topics its cluster has, and which resources fail whatever they
are, in a file: {"topics": ["user.events"], "failing": ["UsersTable"]}; without it every topic is there and nothing fails.
"""
import json
import os
import tempfile

from ministack.app import main
from ministack.services import dynamodb, lambda_svc
from ministack.services.cloudformation import provisioners

PORT = os.environ["GATEWAY_PORT"]

# AWS: lambda/latest/dg/kafka-scaling-modes, kafka-retry-configurations, esm-logging; the CDK's README of event sources.
PROVISIONED_ONLY = (
    "MetricsConfig", "LoggingConfig", "MaximumRetryAttempts", "MaximumRecordAgeInSeconds",
    "BisectBatchOnFunctionError", "FunctionResponseTypes",
)
# AWS::Lambda::EventSourceMapping in the CloudFormation registry, "createOnlyProperties"; topics by the API's words.
CREATE_ONLY = (
    "EventSourceArn", "StartingPosition", "StartingPositionTimestamp", "AmazonManagedKafkaEventSourceConfig", "Topics",
)


def told(stack_name, key):
    try:
        with open(os.path.join(tempfile.gettempdir(), f"strict-{PORT}-{stack_name}.json")) as file:
            return json.load(file).get(key)
    except FileNotFoundError:
        return None


def function_name(props):
    return str(props.get("FunctionName", "")).split(":function:")[-1].split(":")[0]


def is_kafka(props):
    return ":kafka:" in str(props.get("EventSourceArn", ""))


def refuse_posture(props):
    if not props.get("ProvisionedPollerConfig"):
        for name in PROVISIONED_ONLY:
            if props.get(name):
                raise ValueError(f"Invalid request provided: {name} is only supported with provisioned mode (400)")


def mapping_create(logical_id, props, stack_name):
    if not is_kafka(props):
        return original["mapping"]["create"](logical_id, props, stack_name)
    refuse_posture(props)
    topic, group = props["Topics"][0], (props.get("AmazonManagedKafkaEventSourceConfig") or {}).get("ConsumerGroupId")
    topics = told(stack_name, "topics")
    if topics is not None and topic not in topics:
        raise ValueError(f"PROBLEM: the topic {topic} does not exist on the cluster (EVENT_SOURCE_CONFIG_NOT_VALID)")
    for uuid, other in lambda_svc._esms.items():
        if other.get("Topics") != [topic] or other.get("EventSourceArn") != props["EventSourceArn"]:
            continue
        # aws-sam-cli#2308, serverless-application-model#1320.
        if other.get("FunctionName") == function_name(props):
            raise ValueError(
                f"An event source mapping with event source arn {props['EventSourceArn']}, function "
                f"{function_name(props)}, topic {topic} already exists. Please update or delete the existing mapping "
                f"with UUID {uuid}")
    if any(other.get("Group") == group for other in lambda_svc._esms.values()):
        raise ValueError(f"The consumer group {group} is another mapping's already")
    uuid, attributes = original["mapping"]["create"](logical_id, props, stack_name)
    lambda_svc._esms[uuid].update({
        "Topics": [topic],
        "Group": group,
        "StartingPositionTimestamp": props.get("StartingPositionTimestamp"),
        "AmazonManagedKafkaEventSourceConfig": props.get("AmazonManagedKafkaEventSourceConfig"),
    })
    return uuid, attributes


def mapping_update(physical_id, old, new, stack_name):
    if not is_kafka(new):
        return original["mapping"]["update"](physical_id, old, new, stack_name)
    refuse_posture(new)
    if any(old.get(name) != new.get(name) for name in CREATE_ONLY):
        # CloudFormation makes the new one before it deletes the old one.
        created = mapping_create(physical_id, new, stack_name)
        provisioners._delete_predecessor(original["mapping"]["delete"], physical_id, old)
        return created
    return original["mapping"]["update"](physical_id, old, new, stack_name)


def table_create(logical_id, props, stack_name):
    # AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy; serverless#4627.
    if props.get("TableName") in dynamodb._tables:
        raise ValueError(f"Resource of type 'AWS::DynamoDB::Table' with identifier '{props['TableName']}' already exists.")
    return original["table"]["create"](logical_id, props, stack_name)


def table_update(physical_id, old, new, stack_name, logical_id=None):
    # AWS: "Cannot perform more than one GSI creation or deletion in a single update".
    indexes = [{index["IndexName"] for index in props.get("GlobalSecondaryIndexes", [])} for props in (old, new)]
    if len(indexes[0] ^ indexes[1]) > 1:
        raise ValueError("Cannot perform more than one GSI creation or deletion in a single update")
    return original["table"]["update"](physical_id, old, new, stack_name, logical_id)


def table_delete(physical_id, props):
    if (dynamodb._tables.get(physical_id) or {}).get("DeletionProtectionEnabled"):
        raise ValueError(f"Resource cannot be deleted as it is currently protected against deletion: {physical_id}")
    return original["table"]["delete"](physical_id, props)


def refusing_failing(create):
    def refused(logical_id, props, stack_name):
        if logical_id in (told(stack_name, "failing") or []):
            raise ValueError(f"{logical_id} fails because a test says so")
        return create(logical_id, props, stack_name)
    return refused


handlers = provisioners._RESOURCE_HANDLERS
original = {
    "mapping": dict(handlers["AWS::Lambda::EventSourceMapping"]),
    "table": dict(handlers["AWS::DynamoDB::Table"]),
}
handlers["AWS::Lambda::EventSourceMapping"].update(create=mapping_create, update=mapping_update)
handlers["AWS::DynamoDB::Table"].update(create=table_create, update=table_update, delete=table_delete)
for handler in handlers.values():
    if "create" in handler:
        handler["create"] = refusing_failing(handler["create"])

main()
