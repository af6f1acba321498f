// From the list to a brief of four commitments, without JavaScript too.
import { csvRows, expect, openList, overflow, tabTo, test } from './support';

const LIST = '/commitments?member=netherlands&ambition=high';

test('commitments ticked in the list become a brief, as page and as files', async ({ page, request, javaScriptEnabled }) => {
  await openList(page, LIST, javaScriptEnabled !== false);
  const boxes = page.locator('#results .pick-box');
  const chosen: string[] = [];
  for (let at = 0; at < 4; at += 1) {
    await boxes.nth(at).check();
    chosen.push((await boxes.nth(at).getAttribute('value')) ?? '');
  }
  await page.getByRole('button', { name: 'Make a brief' }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/brief' && url.searchParams.getAll('code').join() === chosen.join());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brief: 4 commitments');
  await expect(page.locator('.brief tbody tr')).toHaveCount(4);
  for (const code of chosen) await expect(page.locator('.brief')).toContainText(code);
  for (const ending of ['docx', 'csv']) {
    const href = await page.getByRole('link', { name: ending.toUpperCase(), exact: true }).getAttribute('href');
    const file = await request.get(href ?? '');
    expect(file.status()).toBe(200);
    expect(file.headers()['content-disposition']).toContain(`.${ending}`);
    if (ending === 'csv') expect(csvRows(await file.text()).slice(1).map((row) => row[0]).toSorted()).toEqual(chosen.toSorted());
  }
});

test('by keyboard alone a commitment is ticked and the brief made', async ({ page, javaScriptEnabled }) => {
  await openList(page, LIST, javaScriptEnabled !== false);
  await page.locator('#count').focus();
  await tabTo(page, page.locator('#results .pick-box').first());
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Make a brief' }), 250);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brief: 1 commitment');
});

test('a brief names what it lacks, takes commitments out and adds others', async ({ page }) => {
  await page.goto('/brief?code=NL0031&code=ZZ9999');
  await expect(page.locator('.notice.caution')).toContainText('ZZ9999');
  await page.getByLabel(/^Codes/).fill('uk98');
  await page.getByRole('button', { name: 'Add to this brief' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brief: 2 commitments');
  await page.getByRole('link', { name: 'Remove NL0031' }).click();
  await expect(page).toHaveURL('/brief?code=UK0098');
});

test('a brief fits a phone and prints without what only a screen needs', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/brief?code=NL0031&code=UK0098');
  expect(await overflow(page)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'Change this brief' })).toBeHidden();
  await expect(page.locator('.brief')).toBeVisible();
});
