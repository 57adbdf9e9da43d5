import { commit } from '/work/main/lib/commit/commit.ts';
import { consumer } from '/work/main/lib/consumer/constructors.ts';
import { mapStore } from '/work/main/bench/mapStore.ts';
import { contextFor, openOver, paymentBatch, paymentValue, readPayments } from '/work/main/bench/payments.ts';
const event = paymentBatch(1000);
const bare = async () => { const handle = async (_: unknown) => undefined; for (const p of Object.values(event.records)) for (const { value } of p) await handle(paymentValue.parse(JSON.parse(Buffer.from(value ?? '', 'base64').toString()))); };
async function engine() { const h = consumer(readPayments, { 'payment.success': { decide: () => commit({}) } }, openOver(mapStore())) as any; const t = performance.now(); await h(event, contextFor()); return performance.now() - t; }
const a: number[] = [], b: number[] = [];
const N = Number(process.argv[2] ?? 100);
for (let i = 0; i < N; i++) { const t = performance.now(); await bare(); const d = performance.now() - t; const e = await engine(); if (i > N / 4) { a.push(d); b.push(e); } }
const min = (x: number[]) => x.toSorted((p, q) => p - q)[Math.floor(x.length / 10)]!;
console.log('bare us/rec', min(a).toFixed(2), 'engine', min(b).toFixed(2), 'ratio', (min(a) / min(b)).toFixed(3));
