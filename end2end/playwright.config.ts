// The tracker as people meet it. `cargo xtask test` builds the program, finds the browser and runs
// these tests; by hand: `OGP_TRACKER_BIN=../target/debug/ogp-tracker npx playwright test`.
import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { defineConfig, devices } from '@playwright/test';

const here = import.meta.dirname;
const program = resolve(here, process.env.OGP_TRACKER_BIN ?? '../target/release/ogp-tracker');
const port = process.env.OGP_TRACKER_PORT ?? '3917';
const address = `127.0.0.1:${port}`;

// Emptied before the server starts, so that each run begins with the bundled commitments.
const folder = resolve(here, '../target/end2end');
const database = `sqlite://${join(folder, 'tracker.db')}`;

/** The system's browser: a test run downloads none. */
function chromium(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error('no Chromium found: install it, or name it in CHROMIUM');
}

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } };
// What needs JavaScript is in files of its own, named `*.js.spec.ts`.
const needsJavaScript = '**/*.js.spec.ts';
// What is in one document, whatever shows it: read once, in the fastest browser.
const sameDocument = '**/html.spec.ts';
// Paper has its own width; colours and files have none.
const sameAtEveryWidth = ['**/print.spec.ts', '**/dark.spec.ts', '**/downloads.spec.ts'];

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: Math.min(availableParallelism(), 8),
  reporter: [['list'], ['./summary.ts']],
  // These limits are for what hangs: no machine is slow enough to reach them.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: `http://${address}`,
    screenshot: 'only-on-failure',
    // Recording costs a third of the time: set `TRACE=1` to debug a failure.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: chromium(),
      // Chromium refuses its sandbox to root, as which a container often runs.
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-gpu',
      ],
    },
  },
  projects: [
    { name: 'js', use: desktop, testIgnore: sameDocument },
    { name: 'no-js', use: { ...desktop, javaScriptEnabled: false }, testIgnore: needsJavaScript },
    { name: 'narrow', use: { ...desktop, viewport: { width: 360, height: 740 } }, testIgnore: [sameDocument, ...sameAtEveryWidth] },
  ],
  webServer: {
    command:
      `rm -rf "${folder}" && mkdir -p "${folder}" && ` +
      `exec "${program}" serve --addr ${address} --database "${database}"`,
    url: `http://${address}/readyz`,
    reuseExistingServer: false,
    timeout: 300_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
