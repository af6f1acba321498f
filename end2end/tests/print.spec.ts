// What stands on paper.
import { COMPARED, FILTERED, PICTURE, expect, test } from './support';

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
});

test('a printed list leaves out what paper cannot do and keeps the ratings as words', async ({ page }) => {
  await page.goto(FILTERED);
  for (const left of ['.filters', '.site-nav', '.search', '.downloads', '#sort', '.chip-clear', '.skip']) {
    for (const element of await page.locator(left).all()) await expect(element, left).toBeHidden();
  }
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // The filters in force say what the list is of.
  await expect(page.locator('#chips')).toContainText('Netherlands');
  const rows = page.locator('#results .row');
  expect(await rows.count()).toBeGreaterThan(0);
  for (const row of await rows.all()) {
    for (const level of await row.locator('.ratings dd').all()) {
      await expect(level).toBeVisible();
      await expect(level).toHaveText(/^((High|Low)(, mid-term)?|(No results yet|No evidence).*|Pending IRM review|Pending in our source.*|No result in our data.*|No IRM data|Not reviewable|Not stated)$/);
    }
  }
});

test('a printed commitment has its ratings as words and no search', async ({ page }) => {
  await page.goto('/commitments/NL0031');
  for (const search of await page.locator('.site-head .search').all()) await expect(search).toBeHidden();
  await expect(page.locator('.crumbs')).toBeHidden();
  await expect(page.locator('.rating-card .badge')).toHaveText(['High', 'Pending in our source', 'No IRM data']);
  for (const badge of await page.locator('.rating-card .badge').all()) await expect(badge).toBeVisible();
});

test('paper is white and its ink black, also where the screen is dark', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(0, 0, 0)');
});

test('a printed chart shows its numbers', async ({ page }) => {
  await page.goto('/');
  for (const table of await page.locator('.chart-figure table').all()) await expect(table).toBeVisible();
});

for (const path of ['/charts/trend?region=europe', COMPARED, '/charts/members']) {
  test(`${path} is printed with its picture and its numbers, and nothing to click or to copy`, async ({ page }) => {
    await page.goto(path);
    for (const left of ['.chart-form', '.downloads', '.crumbs', '.site-nav', '.chip-clear', 'pre.quote', '.chart-tip', '.chart-data > summary']) {
      for (const element of await page.locator(left).all()) await expect(element, left).toBeHidden();
    }
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator(PICTURE)).toHaveCount(1);
    await expect(page.locator('.chart-figure table')).toBeVisible();
    await expect(page.locator('.chart-figure tbody td').first()).toBeVisible();
  });
}

test('a printed member page says what it counts, and has its folded rows and charts', async ({ page }) => {
  await page.goto('/members/uruguay');
  await expect(page.locator('.lens')).toHaveText(/Showing:\s*Digital commitments/);
  await expect(page.locator('.lens a').first()).toBeHidden();
  await expect(page.locator('.contents')).toBeHidden();
  await expect(page.locator('details.more-rows .row').last()).toBeVisible();
  await expect(page.getByRole('figure').first()).toBeVisible();
});

/** How high a sheet of A4 is between its margins, in pixels. */
const SHEET = 1000;

for (const path of ['/', '/charts/trend', '/charts/areas', '/charts/members', '/charts/members?measure=completion', COMPARED]) {
  test(`no chart of ${path} is too high for a sheet and kept from being broken, which would leave the sheet before it empty`, async ({ page }) => {
    await page.setViewportSize({ width: 690, height: SHEET });
    await page.goto(path);
    const high = await page.locator('.chart, .chart svg, figcaption').evaluateAll(
      (all, sheet) =>
        all
          .filter((element) => element.tagName === 'svg' || getComputedStyle(element).breakInside !== 'auto')
          .map((element) => ({ what: element.getAttribute('class') ?? element.tagName, height: element.getBoundingClientRect().height }))
          .filter(({ height }) => height > sheet / 2),
      SHEET,
    );
    expect(high).toEqual([]);
  });
}

test('a list of fourteen is printed on one sheet, with its ratings beside the titles', async ({ page, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium prints');
  await page.goto('/commitments?member=spain&area=open-data');
  expect(await page.locator('#results .row').count()).toBeGreaterThan(12);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
});
