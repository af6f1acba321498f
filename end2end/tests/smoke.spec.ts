import { expect, test } from '@playwright/test';

test('the server is up', async ({ page }) => {
  const response = await page.goto('/healthz');
  expect(response?.status()).toBe(200);
});
