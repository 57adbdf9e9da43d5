/** Where records go that Lambda gives up on, as the mapping names it, and the ports that bring them there. */

export type Destination =
  | { kind: 'kafka'; topic: string }
  | { kind: 'sqs'; arn: string }
  | { kind: 'sns'; arn: string }
  | { kind: 's3'; arn: string };

/** Senders that the caller supplies for the kinds of destination it uses; a Kafka topic needs none, since it is on the mapping's own cluster. */
export interface DestinationPorts {
  sqs?: (queueArn: string, body: string) => Promise<unknown>;
  sns?: (topicArn: string, message: string) => Promise<unknown>;
  s3?: (bucketArn: string, key: string, body: string) => Promise<unknown>;
}

const TOPIC = /^kafka:\/\/([^.][a-zA-Z0-9\-_.]{0,248})$/;
const ARN = /^arn:aws[a-zA-Z-]*:(sqs|sns|s3):/;

/** The sentence in `fault` says why AWS takes no such destination for a mapping of this topic. */
export function readDestination(text: string, sourceTopic: string): Destination | { fault: string } {
  const topic = TOPIC.exec(text)?.[1];
  // "Recursion prevention": https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html
  if (topic === sourceTopic) return { fault: `${text} is the topic that the mapping reads` };
  if (topic !== undefined) return { kind: 'kafka', topic };
  const service = ARN.exec(text)?.[1] as 'sqs' | 'sns' | 's3' | undefined;
  if (service === undefined)
    return { fault: `expected the ARN of a queue, topic or bucket, or kafka://<topic>, came ${text}` };
  if (text.endsWith('.fifo')) return { fault: `${text}: FIFO queues and topics are no destinations` };
  return { kind: service, arn: text };
}
