// The second factor of your own people, by Countersign (docs/apps.md): node apps.mjs enrol|verify PERSON. Node 18, nothing else.
import { createInterface } from 'node:readline/promises';

const { COUNTERSIGN_URL, COUNTERSIGN_APP, COUNTERSIGN_SECRET } = process.env;
const base = `${COUNTERSIGN_URL.replace(/\/$/, '')}/apps/v1/people/`;
const login = Buffer.from(`${COUNTERSIGN_APP}:${COUNTERSIGN_SECRET}`).toString('base64');

// The status and the answer. Whatever is no answer of ours throws, and so lets nobody in.
async function ask(method, path, body = {}, address = undefined) {
  const headers = { Authorization: `Basic ${login}`, 'Content-Type': 'application/json' };
  if (address) headers['Countersign-End-User'] = address;
  const answer = await fetch(base + path, {
    method, headers, body: method === 'GET' ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(10_000),
  });
  return { status: answer.status, ...(await answer.json()) };
}

const lines = createInterface({ input: process.stdin });
const typed = async () => (await lines[Symbol.asyncIterator]().next()).value;

async function main(act, id) {
  const person = encodeURIComponent(id);
  if (act === 'verify') { // after your own password check
    const answer = await ask('POST', `${person}/verify`, { code: await typed() }, '198.51.100.7');
    console.log(answer.status === 200 ? 'in' : answer.error);
    return answer.status === 200 ? 0 : 1;
  }

  await ask('PUT', person, { name: 'ada@shop.example.org' });
  const begun = await ask('POST', `${person}/factors/app`);
  console.log(begun.status === 200 ? begun.uri : begun.error); // a page shows begun.qr as a picture
  if (begun.status !== 200) return 1;
  const added = await ask('POST', `${person}/factors/app/confirm`, { secret: begun.secret, code: await typed() });
  console.log(added.status === 200 ? added.recovery_codes.join(' ') : added.error);
  return added.status === 200 ? 0 : 1;
}

process.exitCode = await main(...process.argv.slice(2));
lines.close();
