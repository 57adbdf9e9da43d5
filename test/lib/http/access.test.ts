import { describe, expect, it } from 'vitest';
import { authenticate, type Grant, grantsOf, ownFound, ownRequest } from '../../../lib/http/access.ts';
import type { ActionRequest } from '../../../lib/http/action.ts';
import type { Principal } from '../../../lib/token/principal.ts';
import type { Tokens } from '../../../lib/token/tokens.ts';

const roles = { captain: { owns: 'ship_id' }, sailor: { owns: 'sub' }, owner: {} };
const anna: Principal = {
  issuer: 'us',
  id: 'anna',
  roles: ['captain', 'offline_access', 'constructor'],
  claims: { ship_id: 's-1', email: 'anna@example.com' },
};

const tokens = { verify: async () => ({ principal: anna }) } as Partial<Tokens> as Tokens;
const request = (body: object) => ({ body, path: {} }) as ActionRequest;
const granted = (principal: Principal): Grant[] =>
  grantsOf({ captain: 'body.ship_id', sailor: 'body.sailor_id' }, principal, roles);
const forbidden = expect.objectContaining({ problem: expect.objectContaining({ status: 403 }) });

describe('who calls', () => {
  it('has the roles that are declared and the claims that they own by; an issuer’s other words mean nothing', async () => {
    expect(await authenticate('Bearer a.b.c', tokens, roles)).toEqual({
      issuer: 'us',
      id: 'anna',
      roles: ['captain'],
      claims: { ship_id: 's-1' },
    });
    expect(await authenticate('Bearer a.b.c', tokens, { owner: {} })).toEqual({ issuer: 'us', id: 'anna', roles: [] });
  });
});

describe('what is their own', () => {
  it('says the claim of the role that the route grants', () => {
    expect(ownRequest(granted(anna), request({ ship_id: 's-1' }))).toHaveLength(1);
    expect(() => ownRequest(granted(anna), request({ ship_id: 's-2' }))).toThrow(forbidden);
    expect(() => ownRequest(granted(anna), request({ sailor_id: 'anna' }))).toThrow(forbidden);
    expect(ownRequest(granted({ ...anna, roles: ['sailor'] }), request({ sailor_id: 'anna' }))).toHaveLength(1);
  });

  it('is nothing where the token lacks the claim, though the request lacks the field too', () => {
    const { claims: _, ...bare } = anna;
    expect(() => ownRequest(granted(bare), request({}))).toThrow(forbidden);
    const found = grantsOf({ captain: 'found' }, bare, roles);
    expect(() => ownFound(found, {})).toThrow(forbidden);
  });

  it('is nothing for a role that owns nothing', () => {
    const grants = grantsOf({ owner: 'found' }, { ...anna, roles: ['owner'] }, roles);
    expect(() => ownFound(grants, { owner: 'anna' })).toThrow(forbidden);
  });

  it('a refusal names the roles that were not enough', () => {
    const named = (text: string) =>
      expect.objectContaining({ problem: expect.objectContaining({ detail: expect.stringContaining(text) }) });
    expect(() => grantsOf({ owner: 'all', sailor: 'found' }, anna, roles)).toThrow(named('owner, sailor'));
    expect(() => ownRequest(granted(anna), request({}))).toThrow(named('the role captain'));
  });
});
