// The shortlist that the browser keeps from page to page.
import { ALL, awake, expect, openList, test } from './support';

test('what is ticked stays on the shortlist on other pages, until the list is emptied', async ({ page }) => {
  await openList(page, '/commitments?member=netherlands', true);
  const count = page.locator('.shortlist-count');
  await expect(count).toBeHidden();
  await page.locator('#results .pick-box').first().check();
  await expect(count).toHaveText('Shortlist: 1');
  const first = await page.locator('#results .pick-box').first().getAttribute('value');

  // A filter that the island applies, and another page.
  await openList(page, '/commitments?member=spain', true);
  await expect(count).toHaveText('Shortlist: 1');
  await page.locator('#results .pick-box').nth(1).check();
  const second = await page.locator('#results .pick-box').nth(1).getAttribute('value');
  await expect(count).toHaveText('Shortlist: 2');
  await page.reload();
  await awake(page);
  await expect(page.locator('#results .pick-box').nth(1)).toBeChecked();

  await page.goto(`/commitments/${first}`);
  await awake(page);
  await expect(page.locator('.pick-box')).toBeChecked();
  await page.getByRole('button', { name: 'Make a brief' }).click();
  await expect(page).toHaveURL(`/brief?code=${first}&code=${second}`);

  await page.goto('/commitments?member=spain');
  await awake(page);
  await page.getByRole('button', { name: 'Empty the shortlist' }).click();
  await expect(count).toBeHidden();
  await expect(page.locator('#results .pick-box:checked')).toHaveCount(0);
});

test('on a phone the filters say how many commitments they show and lead there', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openList(page, '/commitments', true);
  await page.locator('#filters > .filters > summary').click();
  const show = page.locator('#show-results');
  await expect(show).toHaveText(`Show ${ALL}`);
  await page.locator('[data-facet="ambition"] label').first().click();
  await expect(show).not.toHaveText(`Show ${ALL}`);
  await show.click();
  await expect(page.locator('#count')).toBeFocused();
  await expect(page.locator('#filters > .filters')).not.toHaveAttribute('open');
});

test('a long facet has a search, and what stands inside another is found with it', async ({ page }) => {
  await openList(page, '/commitments', true);
  const filters = page.locator('#filters > .filters');
  if ((await filters.getAttribute('open')) === null && (await filters.locator('> summary').isVisible())) {
    await filters.locator('> summary').click();
  }
  const area = page.locator('[data-facet="area"]');
  await expect(area).not.toHaveAttribute('open');
  await area.locator('summary').click();
  await area.getByRole('searchbox').fill('automated');
  await expect(area.locator('label:visible').filter({ hasText: 'Automated Decision-Making' })).toHaveCount(1);
});
