/** An osls plugin: fixes where mappings start, and refuses to deploy one that AWS would have to make anew. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Resource } from './cloudFormation.ts';
import { type Deployed, replacedMappings } from './createOnly.ts';
import { declaredApplication } from './declaredApplication.ts';
import { deployedTemplate, stackOf } from './run/stack.ts';
import { mappedTopics, positionOf, readStarts, startsFile } from './starts.ts';

interface Osls {
  serviceDir: string;
  classes: { Error: new (message: string) => Error };
  service: {
    provider: {
      stage: string;
      compiledCloudFormationTemplate: { Resources: Record<string, Resource> };
      stackParameters: { ParameterKey: string; ParameterValue: string }[];
    };
    resources: { Resources: Record<string, Resource> };
  };
  getProvider(name: 'aws'): AwsProvider;
}

interface AwsProvider {
  getStage(): string;
  naming: { getStackName(): string };
  getCloudFormationClient(): Promise<CloudFormationClient>;
}

/** osls calls it with `new`, and then what `hooks` holds. */
export default function MappingsPlugin(osls: Osls) {
  return {
    hooks: {
      'before:package:createDeploymentArtifacts': () => fixStarts(osls),
      'before:deploy:deploy': () => refuseReplacements(osls),
    },
  };
}

async function fixStarts(osls: Osls): Promise<string[]> {
  const stage = osls.getProvider('aws').getStage();
  const starts = readStarts(startsFile(osls.serviceDir, stage));
  const unfixed: string[] = [];
  for (const { name, logicalId } of mappedTopics(await declaredApplication(stage, osls.serviceDir))) {
    const [start, mapping] = [starts[name], osls.service.resources.Resources[logicalId]];
    if (start === undefined) unfixed.push(name);
    else if (mapping) Object.assign(mapping.Properties, positionOf(start));
  }
  return unfixed;
}

async function refuseReplacements(osls: Osls): Promise<void> {
  const refuse = (message: string) => {
    throw new osls.classes.Error(message);
  };
  const stage = osls.getProvider('aws').getStage();
  const unfixed = await fixStarts(osls);
  if (unfixed.length > 0)
    refuse(
      `No start is fixed for ${unfixed.join(', ')}: \`npm run deploy -- --stage ${stage}\` fixes it, in stages/starts/${stage}.json.`,
    );
  const { compiledCloudFormationTemplate, stackParameters } = osls.service.provider;
  const parameters = Object.fromEntries(stackParameters.map((given) => [given.ParameterKey, given.ParameterValue]));
  const before = await deployed(osls.getProvider('aws'));
  const replaced = replacedMappings(before, { ...compiledCloudFormationTemplate, parameters });
  if (replaced.length > 0) refuse(`${replaced.join('\n')}\n${HOW}`);
}

const HOW = `AWS can't change these, and refuses a second mapping of one function and topic beside the first. Leave them as they are deployed; or give the consumer another name; or take the mapping away first: deploy without it, then with it again. Its group's offsets stay on the cluster, and count for more than its start.`;

/** Nothing where no stack is deployed, or an earlier try left an empty one. */
async function deployed(provider: AwsProvider): Promise<Deployed> {
  const client = await provider.getCloudFormationClient();
  const name = provider.naming.getStackName();
  const template = await deployedTemplate(client, name);
  if (!template) return { Resources: {}, parameters: {} };
  const { Parameters = [] } = (await stackOf(client, name)) ?? {};
  const given = Parameters.map((one) => [one.ParameterKey ?? '', one.ParameterValue ?? '']);
  return { Resources: template.Resources, parameters: Object.fromEntries(given) };
}
