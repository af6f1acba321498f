// Everything by keyboard alone, with the focus in sight at every step.
import { FILTERED, box, expect, openList, shows, tabTo, test, total, awake } from './support';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('the skip link is the first stop, shows itself and leads past the navigation', async ({ page }) => {
  await page.goto('/members');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to main content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/members#main');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
});

test('a filter is opened, ticked and applied, and the first result opened', async ({ page, javaScriptEnabled }) => {
  const scripted = javaScriptEnabled !== false;
  await openList(page, '/commitments', scripted);
  const panel = page.locator('.filters > summary');
  if (await panel.isVisible()) {
    await tabTo(page, panel);
    await page.keyboard.press('Enter');
  }
  await tabTo(page, page.locator('[data-facet="region"] > summary'));
  await page.keyboard.press('Enter');
  await tabTo(page, box(page, 'region', 'americas'));
  await page.keyboard.press('Space');
  if (!scripted) {
    await tabTo(page, page.getByRole('button', { name: 'Apply filters' }));
    await page.keyboard.press('Enter');
  }
  await expect(page).toHaveURL(shows('region=americas'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Commitments in Americas');
  expect(await total(page)).toBeGreaterThan(0);

  const first = page.locator('#results .row-title a').first();
  const title = await first.innerText();
  await tabTo(page, first);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
});

for (const path of ['/', '/commitments/NL0031', FILTERED]) {
  test(`every stop of ${path} is seen`, async ({ page, javaScriptEnabled }) => {
    await page.goto(path);
    if (javaScriptEnabled !== false && path === FILTERED) await awake(page);
    await tabTo(page, page.locator('.site-foot nav a').last(), 250);
  });
}
