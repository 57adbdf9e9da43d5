/** The services of AWS that functions and pollers call, each with the way that a private subnet has to it. */
import type { Check } from './finding.ts';
import { type Place, reach } from './reach.ts';

const HTTPS = 443;

const gateway = 'add its gateway endpoint (free) to the route tables of the subnets';
const endpoint = (name: string) =>
  `add the interface endpoint com.amazonaws.<region>.${name} with private DNS, and let its security group take 443 from the functions'`;

/** Service → why it is needed, and what is missing where it is not reached. */
const services: Readonly<Record<string, { serves: string; mend: string }>> = {
  dynamodb: { serves: 'all state', mend: gateway },
  s3: { serves: 'large events and dead letters', mend: gateway },
  secretsmanager: { serves: 'secrets at run time', mend: endpoint('secretsmanager') },
  lambda: { serves: 'waking the relay, and pollers on demand', mend: endpoint('lambda') },
  sts: { serves: 'pollers on demand', mend: endpoint('sts') },
  kafka: { serves: 'looking brokers up; needless where KafkaBrokers names them', mend: endpoint('kafka') },
  email: { serves: 'sending mail by the API of SES', mend: endpoint('email') },
  'sms-voice': { serves: 'sending SMS', mend: endpoint('sms-voice') },
};

export function endpointChecks(
  region: string,
  looksBrokersUp: boolean,
  reached: (place: Place) => Promise<string> = reach,
): Check[] {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const needed = Object.entries(services).filter(([name]) => name !== 'kafka' || looksBrokersUp);
  return needed.map(([name, { serves, mend }]) => ({
    name: `network ${name}`,
    run: async () => `${await reached({ host: `${name}.${region}.${suffix}`, port: HTTPS, isTls: true })}: ${serves}`,
    mend: `It serves ${serves}: ${mend}, or route the subnets through a NAT gateway`,
  }));
}
