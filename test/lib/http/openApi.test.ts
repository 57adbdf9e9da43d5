import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { info } from '../../../functions/http/about/info.ts';
import { openApi } from '../../../lib/http/openApi.ts';
import { httpConfigs, openHttpApi } from '../../fixtures/httpApi.ts';

type Json = Record<string, unknown>;

const document = openApi(httpConfigs, info) as { paths: Record<string, Record<string, Json>> };

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toMatchObject({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('is what GET /openapi.json answers', async () => {
    const { ask } = await openHttpApi();
    expect((await ask('/openapi.json')).body).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has every route of every function', () => {
    const told = Object.entries(document.paths).flatMap(([path, methods]) => {
      return Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`);
    });
    const routes = httpConfigs.flatMap(({ routes: all }) => all.map(({ method, path }) => `${method} ${path}`));
    expect(told.sort()).toEqual(routes.sort());
  });

  it('says of a route who may call it, what it takes and all that it answers', () => {
    const operation = document.paths['/api/v1/payments']?.['post'] ?? {};
    expect(operation).toMatchObject({
      operationId: 'payments.create',
      description: 'Roles: admin, service, merchant (only their own).',
      security: [{ bearer: [] }],
      parameters: [{ $ref: '#/components/parameters/idempotencyKey' }, { $ref: '#/components/parameters/traceparent' }],
    });
    const { schema } = (operation['requestBody'] as { content: Record<string, { schema: Json }> }).content[
      'application/json'
    ] ?? { schema: {} };
    expect(schema['required']).toEqual(['merchant_id', 'amount', 'currency']);
    expect((schema['properties'] as Record<string, Json>)['amount']).toMatchObject({
      type: 'integer',
      exclusiveMinimum: 0,
      maximum: 1_000_000_000_000,
    });
    const responses = operation['responses'] as Json;
    expect(Object.keys(responses)).toEqual(['201', '400', '401', '403', '413', '415', '422', '500', '503']);
    expect(operation['x-problem-codes']).toMatchObject({
      400: ['MALFORMED_BODY', 'INVALID_BODY', 'INVALID_VALUE', 'INVALID_HEADER'],
      403: ['FORBIDDEN'],
      422: ['IDEMPOTENCY_KEY_REUSED'],
    });
  });

  it('tells open and signed routes apart from those that need a token', () => {
    expect(document.paths['/api/v1/users/register']?.['post']?.['security']).toEqual([]);
    expect(document.paths['/api/v1/payments/{id}/result']?.['post']?.['security']).toEqual([{ webhookSignature: [] }]);
  });
});
