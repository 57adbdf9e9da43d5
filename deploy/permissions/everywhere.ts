/** The only actions that are allowed on `*`: those for which AWS takes no narrower resource, each with the reason. */
import { type Application, prefixOf } from '../application.ts';
import { sub } from '../cloudFormation.ts';
import { allow, type Statement } from './statement.ts';

/** Action → why no resource can be named. Lambda itself needs those of EC2 to put a function, or a poller, into a VPC. */
export const everywhere = {
  'ec2:CreateNetworkInterface': 'the interface has no name yet, and Lambda asks for the action on all of them',
  'ec2:DeleteNetworkInterface': 'interfaces are named by EC2, long after the role was written',
  'ec2:DescribeNetworkInterfaces': 'EC2 takes no resource for Describe actions',
  'ec2:DescribeSecurityGroups': 'EC2 takes no resource for Describe actions',
  'ec2:DescribeSubnets': 'EC2 takes no resource for Describe actions',
  'ec2:DescribeVpcs': 'EC2 takes no resource for Describe actions',
  'ses:GetAccount': 'an account has no ARN; for the function that diagnoses alone',
} as const;

/**
 * The second statement takes them from the function's own code again and leaves them to Lambda, as AWS advises:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html (lambda:SourceFunctionArn).
 */
export function networkPermissions(functionName: string, application: Application): Statement[] {
  const actions = Object.keys(everywhere).filter((action) => action.startsWith('ec2:'));
  const name = `${prefixOf(application)}-${functionName}`;
  const self = sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`);
  const fromCode = { ArnEquals: { 'lambda:SourceFunctionArn': self } };
  return [allow(actions, ['*']), { Effect: 'Deny', Action: actions, Resource: ['*'], Condition: fromCode }];
}
