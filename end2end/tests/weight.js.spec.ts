// What a page costs on a slow line.
import { awake, expect, test } from './support';

test('script and WebAssembly of a public page fit in 60 kB', async ({ page }) => {
  const sizes: number[] = [];
  page.on('requestfinished', async (request) => {
    if (/\.(js|wasm)$/.test(new URL(request.url()).pathname)) sizes.push((await request.sizes()).responseBodySize);
  });
  await page.goto('/commitments');
  await awake(page);
  await expect.poll(() => sizes.length).toBeGreaterThanOrEqual(3);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(20_000);
  expect(total).toBeLessThanOrEqual(60_000);
});
