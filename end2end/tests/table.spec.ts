// The list as a table: sorted by its heads, with columns to choose, by keyboard and on a phone.
import { expect, openList, overflow, tabTo, test, total } from './support';

const heads = '.commitments-table thead th';

test('heads sort the table, say so, and turn round', async ({ page, javaScriptEnabled }) => {
  await openList(page, '/commitments?member=netherlands', javaScriptEnabled !== false);
  const count = await total(page);
  await page.getByRole('navigation', { name: 'View' }).getByRole('link', { name: 'Table' }).click();
  await expect(page).toHaveURL('/commitments?member=netherlands&view=table');
  expect(await total(page)).toBe(count);
  const rows = page.locator('.commitments-table tbody tr');
  expect(await rows.count()).toBe(count);

  for (const [sort, direction] of [['completion', 'descending'], ['completion-reversed', 'ascending']]) {
    await page.locator(heads).getByRole('link', { name: 'Completion' }).click();
    await expect(page).toHaveURL(`/commitments?member=netherlands&sort=${sort}&view=table`);
    await expect(page.locator('[aria-sort]')).toHaveCount(1);
    await expect(page.getByRole('columnheader', { name: 'Completion' })).toHaveAttribute('aria-sort', direction);
  }
  // Low first now; what has no rating stays last.
  const levels = await rows.locator('td.mark:nth-of-type(4) .vh').allInnerTexts();
  const rank = (level: string) => (level.startsWith('Low') ? 0 : level.startsWith('High') ? 1 : 2);
  expect(levels.map(rank)).toEqual(levels.map(rank).toSorted());
  expect(await total(page)).toBe(count);
});

test('columns are chosen in the address and kept by filters', async ({ page, javaScriptEnabled }) => {
  const scripted = javaScriptEnabled !== false;
  await openList(page, '/commitments?member=netherlands&view=table', scripted);
  const choice = page.locator('.choose-columns');
  await choice.locator('summary').click();
  await choice.getByLabel('Code').check();
  if (!scripted) await choice.getByRole('button', { name: 'Show these columns' }).click();
  await expect(page.getByRole('columnheader', { name: 'Code' })).toBeVisible();
  await expect(page).toHaveURL((url) => url.searchParams.getAll('columns').includes('code') && url.searchParams.get('view') === 'table');
});

test('by keyboard the search comes before the filters, and these can be passed over', async ({ page, javaScriptEnabled }) => {
  await openList(page, '/commitments?member=netherlands&view=table', javaScriptEnabled !== false);
  await page.locator('#q').focus();
  const skip = page.getByRole('link', { name: 'Skip the filters' });
  await tabTo(page, skip);
  await page.keyboard.press('Enter');
  await expect(page.locator('#count')).toBeFocused();
  await tabTo(page, page.locator(heads).getByRole('link', { name: 'Ambition' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('[aria-sort="descending"]')).toContainText('Ambition');
});

test('on a phone the table scrolls in its frame and its first column stays', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/commitments?member=netherlands&view=table');
  expect(await overflow(page)).toEqual([]);
  const frame = page.locator('.commitments-table');
  const first = frame.locator('tbody th').first();
  const before = (await first.boundingBox())?.x;
  await frame.evaluate((element) => element.scrollTo(400, 0));
  expect(await frame.evaluate((element) => element.scrollLeft)).toBeGreaterThan(100);
  expect((await first.boundingBox())?.x).toBe(before);
});

test('a value that is not known is left out, named, and mended by a link', async ({ page }) => {
  await page.goto('/commitments?member=netherlands&ambition=hihg');
  const notice = page.locator('.notice.caution');
  await expect(notice).toContainText('hihg');
  await notice.getByRole('link').click();
  await expect(page).toHaveURL('/commitments?member=netherlands&ambition=high');
  await expect(notice).toHaveCount(0);
});
