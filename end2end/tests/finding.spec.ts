// How people find a commitment, with JavaScript on and off and on a phone.
import { ALL, EMPTY, TOTAL, apply, awake, box, choose, codes, counted, expect, number, openList, shows, test, total, totalAt } from './support';

test('a search on the overview leads to commitments that hold the word', async ({ page }) => {
  await page.goto('/');
  const search = page.getByRole('main').getByRole('search');
  await search.getByRole('searchbox').fill('algorithm');
  await search.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL('/search?q=algorithm');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Results for \u201calgorithm\u201d');
  await page.locator('.section-head a').click();
  await expect(page).toHaveURL('/commitments?q=algorithm');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Commitments matching \u201calgorithm\u201d');
  await expect(page.locator('#q')).toHaveValue('algorithm');
  const rows = page.locator('#results .row');
  expect(await rows.count()).toBe(await total(page));
  // What says it comes first, and each result says why it is there.
  await expect(rows.first().locator('mark').first()).toHaveText(/^algorithm/i);
  for (const row of await rows.all()) await expect(row.locator('mark').first()).toHaveText(/\S/);
  await expect(rows.filter({ hasText: 'NL0031' })).toHaveCount(1);
});

test('a policy area on the overview leads to its page and on to its commitments', async ({ page, javaScriptEnabled }) => {
  await page.goto('/');
  const area = page.getByRole('main').getByRole('link', { name: /^Automated Decision-Making \d+$/ });
  const promised = number(await area.innerText());
  await area.click();
  await expect(page).toHaveURL('/areas/automated-decision-making');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Automated Decision-Making');
  await expect(page.locator('.lead')).toContainText(`${promised} commitments from`);
  await page.getByRole('link', { name: `Filter all ${promised} commitments` }).click();
  if (javaScriptEnabled !== false) await awake(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Commitments on Automated Decision-Making');
  expect(await total(page)).toBe(promised);
});

test('a commitment is found by member, area and rating, and its ratings are read', async ({ page, javaScriptEnabled }) => {
  const scripted = javaScriptEnabled !== false;
  await openList(page, '/commitments', scripted);
  await choose(page, 'member', 'netherlands', scripted);
  await choose(page, 'area', 'automated-decision-making', scripted);
  await choose(page, 'ambition', 'high', scripted);
  await apply(page, scripted);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Commitments from Netherlands on Automated Decision-Making, high ambition');
  await expect(page).toHaveURL((url) => ['member', 'area', 'ambition'].every((key) => url.searchParams.has(key)));
  await expect(page.locator('#count')).toHaveText('1 commitment');
  expect(await page.locator('#chips .chip').allInnerTexts()).toEqual([
    expect.stringMatching(/Member\s+Netherlands/),
    expect.stringMatching(/Policy area\s+Automated Decision-Making/),
    expect.stringMatching(/Ambition\s+High/),
  ]);
  const row = page.locator('#results .row');
  await expect(row.locator('.ratings')).toHaveText(/Ambition\s*High\s*Completion\s*Pending in our source\s*Early results\s*No IRM data/);

  await row.getByRole('link', { name: 'Open Algorithms' }).click();
  await expect(page).toHaveURL('/commitments/NL0031');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open Algorithms');
  const ambition = page.getByRole('region', { name: 'Ambition' });
  await expect(ambition.locator('.badge')).toHaveText('High');
  await expect(ambition).toContainText('on the scale Published level (High or Low)');
  await expect(ambition.locator('[aria-current]')).toHaveText('High');
  await expect(page.locator('.shared-source a')).toHaveAttribute('href', /opengovpartnership\.org/);
  await expect(page.getByRole('region', { name: 'Completion' }).locator('.badge')).toHaveText('Pending in our source');
  await expect(page.getByRole('region', { name: 'Early results' }).locator('.badge')).toHaveText('No IRM data');
});

test('removing a chip widens the list by what the filter left out', async ({ page, request, javaScriptEnabled }) => {
  await openList(page, '/commitments?member=netherlands&ambition=high', javaScriptEnabled !== false);
  const before = await total(page);
  await page.getByRole('link', { name: /^Remove filter Member Netherlands/ }).click();
  await expect(page).toHaveURL('/commitments?ambition=high');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('High ambition');
  await expect(page.locator('#chips .chip')).toHaveCount(1);
  await expect(box(page, 'member', 'netherlands')).not.toBeChecked();
  const after = await total(page);
  expect(after).toBeGreaterThan(before);
  expect(after).toBe(await totalAt(request, '/commitments?ambition=high'));
});

test('clearing all filters shows every commitment', async ({ page, javaScriptEnabled }) => {
  await openList(page, EMPTY, javaScriptEnabled !== false);
  await page.locator('#chips').getByRole('link', { name: 'Clear all filters' }).click();
  await expect(page).toHaveURL('/commitments');
  await expect(page.locator('#count')).toHaveText(`${ALL} on any subject, showing 1 to 50`);
  await expect(page.locator('#chips')).toBeEmpty();
});

test('sorting puts the oldest plans first and keeps the filters', async ({ page, javaScriptEnabled }) => {
  const scripted = javaScriptEnabled !== false;
  await openList(page, '/commitments?region=europe', scripted);
  const found = await total(page);
  await page.getByLabel('Sort by').selectOption('Oldest plan first');
  if (!scripted) await page.getByRole('button', { name: 'Sort', exact: true }).click();
  await expect(page).toHaveURL(shows('region=europe&sort=oldest'));
  await expect(page.getByLabel('Sort by')).toHaveValue('oldest');
  // The address changes last, so the rows are the new ones.
  const plans = await page.locator('#results .row-meta').allInnerTexts();
  const years = plans.map((plan) => Number(/\d{4}/.exec(plan)?.[0]));
  expect(years).toEqual(years.toSorted((a, b) => a - b));
  expect(years[0]).toBeLessThan(2014);
  expect(await total(page)).toBe(found);
});

test('the last page has the rest, and no page repeats another', async ({ page, javaScriptEnabled }) => {
  await openList(page, '/commitments', javaScriptEnabled !== false);
  const pager = page.getByRole('navigation', { name: 'Pages of results' });
  const first = await codes(page);
  expect(first).toHaveLength(50);

  await pager.getByRole('link', { name: 'Next' }).click();
  await expect(page).toHaveURL('/commitments?page=2');
  await expect(page.locator('#count')).toHaveText(`${ALL} on any subject, showing 51 to 100`);
  expect(new Set([...first, ...(await codes(page))]).size).toBe(100);

  const last = Math.ceil(TOTAL / 50);
  await pager.getByRole('link', { name: /^Page \d+$/ }).last().click();
  await expect(page).toHaveURL(`/commitments?page=${last}`);
  await expect(page.locator('#count')).toHaveText(`${ALL} on any subject, showing ${counted((last - 1) * 50 + 1)} to ${counted(TOTAL)}`);
  expect(await codes(page)).toHaveLength(TOTAL - (last - 1) * 50);
  await expect(pager.locator('[aria-current="page"]')).toHaveText(String(last));
  await expect(pager.getByRole('link', { name: 'Next' })).toHaveCount(0);
  await pager.getByRole('link', { name: 'Previous' }).click();
  await expect(page).toHaveURL(`/commitments?page=${last - 1}`);
});

test('an empty list offers filters to loosen, with counts that are true', async ({ page, javaScriptEnabled }) => {
  const scripted = javaScriptEnabled !== false;
  await openList(page, EMPTY, scripted);
  await expect(page.locator('#count')).toHaveText('No commitments match these filters.');
  const ways = page.locator('.loosen a');
  await expect(ways).toHaveCount(3);
  for (let way = 0; way < 3; way += 1) {
    const promised = number(await ways.nth(way).locator('.n').innerText());
    await ways.nth(way).click();
    await expect(page.locator('#results .row').first()).toBeVisible();
    expect(await total(page)).toBe(promised);
    expect(await codes(page)).toHaveLength(promised);
    await openList(page, EMPTY, scripted);
  }
});

test('an address that is passed on shows the same view', async ({ page, browser, baseURL, javaScriptEnabled }) => {
  const scripted = javaScriptEnabled !== false;
  await openList(page, '/commitments', scripted);
  await choose(page, 'region', 'africa-and-the-middle-east', scripted);
  await choose(page, 'ambition', 'low', scripted);
  await apply(page, scripted);
  await expect(page.locator('#chips .chip')).toHaveCount(2);
  const shown = async (of: typeof page) => ({
    heading: await of.getByRole('heading', { level: 1 }).innerText(),
    title: await of.title(),
    chips: await of.locator('#chips .chip').allInnerTexts(),
    total: await total(of),
    codes: await codes(of),
  });
  const mine = await shown(page);
  expect(mine.total).toBeGreaterThan(0);

  const friend = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const theirs = await friend.newPage();
  await theirs.goto(page.url());
  expect(await shown(theirs)).toEqual(mine);
  await friend.close();
});

test('a code in lower case leads to the commitment\u2019s one address', async ({ page }) => {
  await page.goto('/commitments/nl0031');
  await expect(page).toHaveURL('/commitments/NL0031');
});
