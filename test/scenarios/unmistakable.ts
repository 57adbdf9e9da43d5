/** A person whom nobody can mistake for anybody else, wherever something of them is found. */
import { sendFrom } from './sendFrom.ts';

export const person = {
  username: 'Quirrelinda Voss',
  email: 'Quirrelinda.Voss@Markhaven.example',
  password: 'of-Zephyrine-1877',
};

export const newPassword = 'of-Zephyrine-1901';

/** Where they sit, and with what. Loopback has many addresses. */
export const ip = '127.66.77.88';
const userAgent = 'Wobblebrowse/9.1';
export const idempotencyKey = 'registration-of-Perpetua';

export const phone = '+4915123456789';
export const webhookUrl = 'https://hooks.markhaven.example/perpetua';

export const send = sendFrom(ip, userAgent);

/** In lower case: one of each thing that there is to know of them. */
export const markers = [
  'quirrelinda',
  'markhaven',
  'zephyrine',
  ip,
  'wobblebrowse',
  'perpetua',
  '15123456789',
  'umbrafeld',
];
