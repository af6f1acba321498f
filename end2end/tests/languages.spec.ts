// From the overview to a recommendation, to a commitment, to who made it: in Spanish, without
// JavaScript too; and a choice of language that is remembered.
import { expect, openMenu, overflow, test } from './support';

test('a reader gets from the overview to a recommendation, a commitment and its member, in Spanish', async ({ page }) => {
  await page.goto('/');
  await openMenu(page);
  await page.getByRole('button', { name: 'Espa\u00f1ol' }).click();
  await expect(page).toHaveURL(/\/\?lang=es$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await openMenu(page);
  await page.getByRole('navigation', { name: 'Principal' }).getByRole('link', { name: 'Acerca de' }).click();
  await page.locator('main').getByRole('link', { name: 'Gu\u00eda' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gu\u00eda');
  await page.locator('.wants a').first().click();
  await expect(page.getByRole('heading', { name: 'Qui\u00e9n lo ha prometido' })).toBeVisible();
  await page.locator('.rows .row-title a').first().click();
  await expect(page).toHaveURL(/\/commitments\/[A-Z]+\d+\?lang=es$/);
  await expect(page.getByRole('heading', { name: 'Cumplimiento' }).first()).toBeVisible();
  await page.locator('.crumbs a').last().click();
  await expect(page).toHaveURL(/\/members\/[a-z-]+\?lang=es$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  expect(await overflow(page)).toEqual([]);
});

test('a choice of language is remembered, and can be taken back', async ({ page }) => {
  await page.goto('/members');
  await openMenu(page);
  await page.getByRole('button', { name: 'Fran\u00e7ais' }).click();
  await expect(page).toHaveURL(/\/members\?lang=fr$/);
  await page.goto('/network');
  await expect(page).toHaveURL(/\/network\?lang=fr$/);
  await openMenu(page);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/network\?lang=en$/);
  await page.goto('/network');
  await expect(page).toHaveURL(/\/network$/);
});

for (const path of ['/', '/challenge', '/guide', '/network', '/resources', '/method', '/areas/digital-governance']) {
  for (const lang of ['es', 'fr']) {
    test(`${path} in ${lang} fits its page`, async ({ page }, { project }) => {
      test.skip(project.name !== 'js', 'the same width and document in every browser');
      await page.setViewportSize({ width: 320, height: 700 });
      await page.goto(`${path}?lang=${lang}`);
      expect(await overflow(page)).toEqual([]);
    });
  }
}
