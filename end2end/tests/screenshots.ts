// Full-page pictures of the pages that a reader sees first, for people to look at:
//
//     SHOTS=/tmp/shots npx playwright test --config tests/screenshots.config.ts
//
// Run it in `end2end`. It is no test: the pictures are compared with nothing.
import { test } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHART_PAGES, awake } from './support';

const folder = process.env.SHOTS ?? '';
const pages = ['/', '/commitments', '/commitments/NL0031', '/members/netherlands', '/areas/digital-governance', '/charts', '/compare', '/charts/trend/embed', ...CHART_PAGES];

test.beforeAll(() => {
  if (folder === '') throw new Error('SHOTS names no folder for the pictures');
  mkdirSync(folder, { recursive: true });
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    for (const path of pages) {
      test(`${path} at ${width} px, ${colorScheme}`, async ({ browser, baseURL }) => {
        const context = await browser.newContext({ baseURL, colorScheme, viewport: { width, height: width === 360 ? 740 : 800 } });
        const page = await context.newPage();
        await page.goto(path);
        if ((await page.locator('script[src*="/start."]').count()) > 0) await awake(page);
        const name = path === '/' ? 'overview' : path.slice(1).replaceAll(/\W+/g, '-').toLowerCase();
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        await context.close();
      });
    }
  }
}
