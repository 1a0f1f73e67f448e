// The console with hot reload, against a made-up server; with REGENT_URL against a real one.
import { createServer } from "vite";
import { start, TOKENS } from "./fake-server.mjs";

if (process.env.REGENT_URL === undefined) {
  const { url } = await start({ port: 0, pace: 400 });
  process.env.REGENT_URL = url;
  console.log(`A made-up server answers at ${url}; sign in with one of: ${Object.keys(TOKENS).join(", ")}`);
}
const vite = await createServer({ configFile: new URL("../vite.config.ts", import.meta.url).pathname });
await vite.listen();
vite.printUrls();
