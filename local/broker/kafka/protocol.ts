/**
 * The requests that the adapter makes, one version each: those that Kafka 3.0 knows and 4 still does. The client is
 * @platformatic/kafka by its low end, for three things kafkajs has not: headers in the order they were written, commits
 * of a group without members, and changing one setting of a topic.
 */
export {
  type Broker as Node,
  ConfigResourceTypes,
  type Connection,
  ConnectionPool,
  createPartitionsV3,
  createTopicsV7,
  deleteRecordsV2,
  describeConfigsV4,
  fetchV12,
  findCoordinatorV4,
  GenericError,
  IncrementalAlterConfigOperationTypes,
  incrementalAlterConfigsV1,
  listGroupsV4,
  listOffsetsV7,
  type MessageRecord,
  MultipleErrors,
  metadataV12,
  offsetCommitV8,
  offsetFetchV8,
  produceV9,
  type RecordsBatch,
} from '@platformatic/kafka';
