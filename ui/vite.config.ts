import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.REGENT_URL ?? "http://127.0.0.1:8480";

export default defineConfig({
  base: "/",
  plugins: [react()],
  build: {
    // The page's content security policy has no data: for fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { host: "127.0.0.1", proxy: { "/api": server } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    server: { deps: { inline: [/@patternfly\//] } },
  },
});
