/**
 * A stage's claim on the topics with its prefix. Two stages with one prefix on one cluster would handle each other's
 * events, so the claim is a parameter whose name says cluster and prefix: CloudFormation refuses to create it twice, and
 * removes it with the stage.
 */
import { type Application, prefixOf } from './application.ts';
import { concat, type NamedResource, partOf, type Text } from './cloudFormation.ts';
import { onlyIf } from './conditions.ts';
import { parameter } from './parameters.ts';

/** Systems Manager's parameter name: `/event-functions/topics/<cluster>/<uuid>/<prefix>`. */
function claimName(): Text {
  const arn = parameter('MskClusterArn');
  const cluster = concat(partOf(arn, '/', 1), '/', partOf(arn, '/', 2));
  const claimed = onlyIf('HasTopicPrefix', parameter('TopicPrefix'), 'topics-without-prefix-belong-to-one-stage');
  return concat('/event-functions/topics/', cluster, '/', claimed);
}

export function topicClaim(application: Application): NamedResource[] {
  const claim = {
    Type: 'AWS::SSM::Parameter',
    Properties: {
      Type: 'String',
      Name: claimName(),
      Value: prefixOf(application),
      Description: 'The stage whose topics these are; another one on the cluster takes another TopicPrefix',
    },
  };
  return [['TopicClaim', claim]];
}
