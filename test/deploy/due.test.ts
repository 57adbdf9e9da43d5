import { expect, it } from 'vitest';
import { environment } from '../../deploy/environment.ts';
import { stage } from './evaluate.ts';
import { permissionsOf, roleOf } from './permissions.ts';
import { buy, mindCarts, shopOf, workOffShop } from './shop.ts';

const shop = shopOf(buy, mindCarts, workOffShop);
const arn = 'lambda:InvokeFunction arn:aws:lambda:eu-central-1:123456789012:function:shop-test';

it('a function that stores rows due is told which job to wake, and may; nobody else', () => {
  expect(environment(mindCarts, shop)).toMatchObject({ DUE_FUNCTION: 'shop-test-workOffShop' });
  expect(environment(buy, shop)).not.toHaveProperty('DUE_FUNCTION');
  expect(environment(mindCarts, shopOf(mindCarts))).not.toHaveProperty('DUE_FUNCTION');
  expect(permissionsOf(roleOf(mindCarts, stage, shop), 'lambda')).toEqual([`${arn}-workOffShop`]);
  expect(permissionsOf(roleOf(buy, stage, shop), 'lambda')).toEqual([]);
});

it('the job that works them off invokes the consumers that may have stored them, and takes rows and objects away', () => {
  const permissions = permissionsOf(roleOf(workOffShop, stage, shop));
  expect(permissions.filter((pair) => pair.startsWith('lambda'))).toEqual([`${arn}-mindCarts`]);
  expect(permissions).toContain('dynamodb:DeleteItem arn:aws:dynamodb:eu-central-1:123456789012:table/shop-test-due');
  expect(permissions.filter((pair) => pair.startsWith('s3:DeleteObject')).some((pair) => pair.endsWith('/due/*'))).toBe(
    true,
  );
});
