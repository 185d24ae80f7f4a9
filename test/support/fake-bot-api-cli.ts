/**
 * The fake Bot API as a process: `tsx test/support/fake-bot-api-cli.ts LOG [PORT [TOKEN]]`. Prints its port, and appends
 * each message that it took to LOG as one line of JSON. `POST /_control` changes how it behaves, `GET /_received` lists
 * what it took. Ends at SIGTERM.
 */

import { appendFileSync } from 'node:fs';
import { startFakeBotApi } from './fake-bot-api.ts';

const [log, port = '0', token] = process.argv.slice(2);
if (log === undefined) throw new Error('usage: fake-bot-api-cli.ts LOG [PORT [TOKEN]]');

const api = await startFakeBotApi({
  port: Number(port),
  ...(token === undefined ? {} : { token }),
  onReceived: (message) => {
    appendFileSync(log, `${JSON.stringify(message)}\n`);
  },
});
process.stdout.write(`${api.port}\n`);
