// What the list's island adds where JavaScript runs.
import { ALL, awake, box, choose, codes, expect, facet, openList, shows, test, total, totalAt, unfold, type Page } from './support';

/** Marks the document, so that a full page load is noticed. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { marked: true }));
const marked = (page: Page) => page.evaluate(() => 'marked' in window);

test.beforeEach(async ({ page }) => {
  await openList(page, '/commitments', true);
  await mark(page);
});

test('the search in the member facet finds names without their accents', async ({ page }) => {
  const members = await facet(page, 'member');
  const search = members.getByRole('searchbox', { name: 'Find a member' });
  const names = members.locator('.options label:visible');
  const all = await names.count();
  expect(all).toBeGreaterThan(50);
  await search.fill('cote');
  await expect(names).toHaveCount(1);
  await expect(names).toContainText('C\u00f4te d');
  await search.fill('C\u00d4TE');
  await expect(names).toHaveCount(1);
  await search.fill('united');
  await expect(names.filter({ hasNotText: /united/i })).toHaveCount(0);
  // Names are searched, not the numbers beside them.
  await search.fill('1');
  await expect(names).toHaveCount(0);
  await search.fill('');
  await expect(names).toHaveCount(all);
  expect(await marked(page)).toBe(true);
});

test('a member found by the search is chosen, and the search stays', async ({ page }) => {
  const members = await facet(page, 'member');
  await members.getByRole('searchbox').fill('nether');
  await choose(page, 'member', 'netherlands', true);
  await expect(box(page, 'member', 'netherlands')).toBeChecked();
  await expect(members.getByRole('searchbox')).toHaveValue('nether');
  await expect(members.locator('.options label:visible')).toHaveCount(1);
});

test('Enter in the member search keeps what was typed and loads nothing', async ({ page }) => {
  const search = (await facet(page, 'member')).getByRole('searchbox');
  await search.fill('cote');
  await search.press('Enter');
  // A page load would be under way before the answer to this.
  await choose(page, 'member', 'cote-d-ivoire', true);
  await expect(search).toHaveValue('cote');
  expect(await marked(page)).toBe(true);
});

test('a ticked value shows at once, without a page load, and is announced', async ({ page, request }) => {
  const status = page.getByRole('status');
  await expect(status).toHaveText(`${ALL} on any subject, showing 1 to 50`);
  // A region that is announced must be there before its text changes.
  await page.locator('#count').evaluate((element) => Object.assign(element, { before: true }));
  await choose(page, 'ambition', 'high', true);
  await expect(page).toHaveURL('/commitments?ambition=high');
  const promised = await totalAt(request, '/commitments?ambition=high');
  await expect(status).toHaveText(new RegExp(`^${promised} commitments`));
  expect(await page.locator('#count').evaluate((element) => 'before' in element)).toBe(true);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('High ambition');
  await expect(page).toHaveTitle(/^High ambition/);
  await expect(page.locator('#chips .chip')).toHaveCount(1);
  await expect(page.locator('#results')).toHaveAttribute('aria-busy', 'false');
  for (const row of await page.locator('#results .row').all()) await expect(row.locator('.ratings dd').first()).toHaveText('High');
  expect(await marked(page)).toBe(true);
});

test('the buttons that nothing needs any more are gone', async ({ page }) => {
  await unfold(page.locator('#filters > .filters'));
  await expect(page.getByRole('button', { name: 'Apply filters' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Sort', exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Search' })).toBeVisible();
});

test('going back restores the earlier views, ticks and count, and forward the later', async ({ page }) => {
  await choose(page, 'ambition', 'high', true);
  const high = await page.locator('#count').innerText();
  await choose(page, 'region', 'europe', true);
  await expect(page).toHaveURL('/commitments?region=europe&ambition=high');
  await expect(page.locator('#chips .chip')).toHaveCount(2);
  const both = await page.locator('#count').innerText();

  await page.goBack();
  await expect(page).toHaveURL('/commitments?ambition=high');
  await expect(page.locator('#count')).toHaveText(high);
  await expect(page.locator('#chips .chip')).toHaveCount(1);
  await expect(box(page, 'region', 'europe')).not.toBeChecked();
  await expect(box(page, 'ambition', 'high')).toBeChecked();
  await page.goBack();
  await expect(page).toHaveURL('/commitments');
  await expect(page.locator('#count')).toHaveText(`${ALL} on any subject, showing 1 to 50`);
  await expect(box(page, 'ambition', 'high')).not.toBeChecked();
  await page.goForward();
  await page.goForward();
  await expect(page.locator('#count')).toHaveText(both);
  await expect(box(page, 'region', 'europe')).toBeChecked();
  expect(await marked(page)).toBe(true);
});

test('coming back from a commitment shows the filtered list again', async ({ page }) => {
  await choose(page, 'ambition', 'high', true);
  const before = await codes(page);
  await page.locator('#results .row-title a').first().click();
  await expect(page).toHaveURL(/\/commitments\/[A-Z]+\d+$/);
  await page.goBack();
  await expect(page).toHaveURL('/commitments?ambition=high');
  await expect(box(page, 'ambition', 'high')).toBeChecked();
  expect(await codes(page)).toEqual(before);
});

test('the order changes at once', async ({ page }) => {
  await page.getByLabel('Sort by').focus();
  await page.getByLabel('Sort by').selectOption('title');
  await expect(page).toHaveURL('/commitments?sort=title');
  const titles = await page.locator('#results .row-title').allInnerTexts();
  const folded = titles.map((title) => title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
  expect(folded).toEqual(folded.toSorted());
  await expect(page.getByLabel('Sort by')).toBeFocused();
  expect(await marked(page)).toBe(true);
});

test('rapid clicks end in the view of the last one, even when answers overtake each other', async ({ page, request }) => {
  const regions = await facet(page, 'region');
  // The first answer is held back until the last has arrived.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  await page.route('**/commitments?*', async (route) => {
    asked += 1;
    const last = asked === 3;
    if (!last) await held;
    await route.continue().catch(() => {});
  });
  await regions.locator('label').nth(0).click();
  await regions.locator('label').nth(1).click();
  await regions.locator('label').nth(2).click();
  const wanted = await regions.locator('input').evaluateAll((all) => all.slice(0, 3).map((input) => input.getAttribute('value') ?? ''));
  const query = wanted.map((value) => `region=${value}`).join('&');
  await expect(page).toHaveURL((url) => url.searchParams.getAll('region').length === 3);
  const answered = page.waitForResponse((answer) => new URL(answer.url()).searchParams.getAll('region').length === 1).catch(() => null);
  release();
  await answered;

  await expect(page.locator('#chips .chip')).toHaveCount(3);
  for (const value of wanted) await expect(box(page, 'region', value)).toBeChecked();
  expect(await total(page)).toBe(await totalAt(request, `/commitments?${query}`));
  await expect(page).toHaveURL((url) => url.searchParams.getAll('region').toSorted().join() === wanted.toSorted().join());
});

test('ticking and unticking quickly ends where it began', async ({ page }) => {
  const ambition = await facet(page, 'ambition');
  const label = ambition.locator('label').first();
  for (let click = 0; click < 4; click += 1) await label.click();
  await expect(page).toHaveURL('/commitments');
  await expect(page.locator('#count')).toHaveText(`${ALL} on any subject, showing 1 to 50`);
  await expect(ambition.locator('input:checked')).toHaveCount(0);
  await expect(page.locator('#chips .chip')).toHaveCount(0);
});

test.describe('when the list cannot be fetched', () => {
  test.use({ tolerated: /^Failed to load resource/ });

  for (const failing of ['offline', 'an error of the server']) {
    test(`the page stays as it was and says so: ${failing}`, async ({ page }) => {
      let fails = true;
      await page.route('**/commitments?*', (route) => {
        if (!fails || route.request().resourceType() !== 'fetch') return route.continue();
        return failing === 'offline' ? route.abort() : route.fulfill({ status: 503, body: 'busy' });
      });
      const ambition = await facet(page, 'ambition');
      await ambition.locator('label').first().click();
      const told = page.locator('#list-error');
      await expect(told).toBeVisible();
      await expect(page.locator('#results .row').first()).toBeVisible();
      expect(await marked(page)).toBe(true);
      fails = false;
      await told.getByRole('link', { name: 'Try again' }).click();
      await expect(page).toHaveURL(shows('ambition=high'));
      await expect(page.locator('#chips .chip')).toHaveCount(1);
    });
  }
});

test('after an update the focus is on the same box and the page has not moved', async ({ page }) => {
  const panel = await facet(page, 'completion');
  const ticked = panel.locator('input').nth(1);
  const value = (await ticked.getAttribute('value')) ?? '';
  await ticked.focus();
  const place = () => page.evaluate(() => Math.round(document.activeElement?.getBoundingClientRect().top ?? Number.NaN));
  const before = await place();
  await page.keyboard.press('Space');
  await expect(page).toHaveURL((url) => url.searchParams.get('completion') === value);
  await expect(box(page, 'completion', value)).toBeFocused();
  await expect(box(page, 'completion', value)).toBeChecked();
  // A longer heading above may have made the page longer; what is looked at stays where it was.
  await expect.poll(place).toBeGreaterThanOrEqual(before - 2);
  await expect.poll(place).toBeLessThanOrEqual(before + 2);
});

test('the panel stays as it was unfolded and narrowed when a facet goes and comes', async ({ page }) => {
  const members = await facet(page, 'member');
  await members.getByRole('searchbox').fill('united');
  await facet(page, 'year');
  await facet(page, 'area');
  // No commitment on this area carries an OGP value, so that facet has nothing to offer.
  const tag = 'digital-transformation';
  for (const facets of [0, 1]) {
    await box(page, 'area', tag).click();
    await expect(page.locator('#filters [data-facet="value"]')).toHaveCount(facets);
    await expect(box(page, 'area', tag)).toBeVisible();
    await expect(box(page, 'area', tag)).toBeFocused();
    await expect(page.locator('#filters [data-facet="year"]')).toHaveAttribute('open');
    await expect(members.getByRole('searchbox')).toHaveValue('united');
    await expect(members.locator('.options label:visible').filter({ hasNotText: /united/i })).toHaveCount(0);
  }
  expect(await marked(page)).toBe(true);
});

test('the skip link does not fetch the list anew', async ({ page }) => {
  let asked = 0;
  page.on('request', (request) => (asked += request.resourceType() === 'fetch' ? 1 : 0));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/commitments#main');
  await expect(page.locator('#main')).toBeFocused();
  await choose(page, 'ambition', 'high', true);
  await expect(page.locator('#chips .chip')).toHaveCount(1);
  expect(asked).toBe(1);
});

test('a search keeps the filters', async ({ page }) => {
  await choose(page, 'ambition', 'high', true);
  await page.locator('#q').fill('data');
  await page.locator('#q').press('Enter');
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === 'data' && url.searchParams.get('ambition') === 'high');
  await expect(page.locator('#chips .chip')).toHaveCount(2);
});
