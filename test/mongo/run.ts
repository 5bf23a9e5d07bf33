/** `node test/mongo/run.ts DIRECTORY`: a MongoDB in the foreground, for demos and scripts. Its address is the first line. */
import { startMongo } from './server.ts';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node test/mongo/run.ts DIRECTORY');
  process.exit(2);
}
const server = await startMongo(folder);
if (server === undefined) process.exit(1);
console.log(server.uri);

const alive = setInterval(() => undefined, 60_000);
const stop = async () => {
  clearInterval(alive);
  await server.stop();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
