// What people come for, walked on a phone from the overview, with and without JavaScript. Each walk counts its
// taps: one for a link, a box or a button, one to begin typing, and one for the keyboard's own search key.
import { awake, expect, overflow, test, total, type Locator, type Page } from './support';

test.use({ viewport: { width: 360, height: 740 } });

class Walk {
  taps = 0;

  constructor(readonly page: Page) {}

  async tap(on: Locator): Promise<void> {
    this.taps += 1;
    await on.click();
  }

  async tick(box: Locator): Promise<void> {
    this.taps += 1;
    await box.check();
  }

  /** Types into the search box of the overview. */
  async type(text: string): Promise<Locator> {
    await this.page.goto('/');
    const input = this.page.getByRole('main').getByRole('search').locator('input[name="q"]');
    this.taps += 1;
    await input.click();
    await input.fill(text);
    return input;
  }

  /** Types and searches; nothing on the way is wider than the phone. */
  async search(text: string): Promise<void> {
    const input = await this.type(text);
    this.taps += 1;
    await input.press('Enter');
    await expect(this.page).toHaveURL((url) => url.pathname === '/search' && url.searchParams.get('q') === text);
    expect(await overflow(this.page)).toEqual([]);
  }

  /** The links of a group of results. */
  group(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true }).getByRole('link');
  }

  /** A list that was reached, once it can be used. */
  async atList(scripted: boolean): Promise<void> {
    await expect(this.page.locator('#count')).toBeVisible();
    if (scripted) await awake(this.page);
    expect(await overflow(this.page)).toEqual([]);
  }
}

test('Uruguay is found in three taps', async ({ page }) => {
  const walk = new Walk(page);
  await walk.search('Uruguay');
  await walk.tap(walk.group('Countries and local governments').filter({ hasText: /^Uruguay/ }));
  await expect(page).toHaveURL('/members/uruguay');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Uruguay');
  expect(walk.taps).toBeLessThanOrEqual(3);
});

test('what was promised on facial recognition is found in three taps', async ({ page }) => {
  const walk = new Walk(page);
  await walk.search('facial recognition');
  // Nothing in the record has these words, which the page says before it shows what is near.
  await expect(page.locator('.notice').first()).toContainText('facial recognition');
  const first = page.locator('.row .row-title a').first();
  const title = (await first.innerText()).trim();
  await walk.tap(first);
  await expect(page).toHaveURL((url) => /^\/commitments\/[A-Z]+\d{4}$/.test(url.pathname));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  expect(walk.taps).toBeLessThanOrEqual(3);
});

test('what is overdue in Nigeria is found in three taps', async ({ page, javaScriptEnabled }) => {
  const walk = new Walk(page);
  await walk.search('what is overdue in Nigeria');
  const link = walk.group('Lists');
  await expect(link).toHaveText(/^IRM reviews overdue in our data: Nigeria \d+$/);
  const promised = Number(/\d+$/.exec(await link.innerText())?.[0]);
  await walk.tap(link);
  await expect(page).toHaveURL('/commitments?member=nigeria&review=overdue');
  await walk.atList(javaScriptEnabled !== false);
  expect(promised).toBeGreaterThan(0);
  expect(await total(page)).toBe(promised);
  expect(walk.taps).toBeLessThanOrEqual(3);
});

test('three ambitious, completed digital commitments of Europe are found in three taps', async ({ page, javaScriptEnabled }) => {
  const walk = new Walk(page);
  await walk.search('three most ambitious completed digital commitments of Europe');
  await walk.tap(walk.group('Lists'));
  const wanted = { lens: 'digital', region: 'europe', ambition: 'high', completion: 'high' };
  await expect(page).toHaveURL((url) => Object.entries(wanted).every(([key, value]) => url.searchParams.get(key) === value));
  await walk.atList(javaScriptEnabled !== false);
  const ratings = page.locator('#results .row .ratings');
  for (let at = 0; at < 3; at += 1) {
    await expect(ratings.nth(at)).toHaveText(/Ambition\s*High/);
    await expect(ratings.nth(at)).toHaveText(/Completion\s*High/);
  }
  expect(walk.taps).toBeLessThanOrEqual(3);
});

test('a brief of four commitments as a document takes nine taps', async ({ page, javaScriptEnabled }) => {
  const walk = new Walk(page);
  await walk.search('algorithms');
  await walk.tap(page.locator('.section-head a'));
  await walk.atList(javaScriptEnabled !== false);
  for (let at = 0; at < 4; at += 1) await walk.tick(page.locator('#results .pick-box').nth(at));
  await walk.tap(page.getByRole('button', { name: 'Make a brief' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brief: 4 commitments');
  expect(await overflow(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await walk.tap(page.getByRole('link', { name: 'DOCX', exact: true }));
  expect((await download).suggestedFilename()).toMatch(/\.docx$/);
  expect(walk.taps).toBeLessThanOrEqual(9);
});

test('a list that is asked for is suggested while one types, two taps from the overview', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'suggestions need JavaScript');
  const walk = new Walk(page);
  await walk.type('');
  const search = page.getByRole('main').getByRole('search');
  await search.locator('input[name="q"]').pressSequentially('overdue nigeria');
  const option = search.getByRole('group', { name: 'Lists' }).getByRole('option');
  await expect(option).toHaveText(/^IRM reviews overdue in our data: Nigeria/);
  await walk.tap(option);
  await expect(page).toHaveURL('/commitments?member=nigeria&review=overdue');
  expect(walk.taps).toBeLessThanOrEqual(2);
});
