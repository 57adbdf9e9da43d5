/** SES: sending as the one sender, whichever of the two identities vouches for it. */
import { usesPort } from '../application.ts';
import { concat, partOf, sub } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { parameter } from '../parameters.ts';
import type { Statement } from './statement.ts';

export function mailPermissions(config: FunctionConfig): Statement[] {
  if (!usesPort(config, 'mail')) return [];
  const identity = sub(`arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/`);
  const sender = parameter('MailFrom');
  return [
    {
      Effect: 'Allow',
      Action: ['ses:SendEmail'],
      Resource: [concat(identity, sender), concat(identity, partOf(sender, '@', 1))],
      Condition: { StringEquals: { 'ses:FromAddress': sender } },
    },
  ];
}
