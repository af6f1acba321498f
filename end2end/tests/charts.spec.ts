// The charts that stand on other pages: every mark is a link to exactly what it counts.
import { countIn, expect, number, promised, tabTo, test, total, totalAt, unfold, type Locator, type Page } from './support';

const CHARTS = ['Ambition', 'Completion', 'Early results'];
const LEVELS = ['High', 'Low', 'Pending IRM review', 'No IRM data', 'Not reviewable', 'Not stated'];

/** The chart of a dimension; other charts name it too, further on. */
function figure(page: Page, name: string): Locator {
  return page.getByRole('figure', { name: new RegExp(`^${name}`) });
}

for (const name of CHARTS) {
  test(`${name}: each mark leads to as many commitments as it shows, and the table says the same`, async ({ page, request }) => {
    await page.goto('/');
    const chart = figure(page, name);
    const whole = number(await page.locator('.figures .big').first().innerText());

    const marks = await chart.locator('a.mark').evaluateAll((links) =>
      links.map((link) => ({
        label: link.getAttribute('aria-label') ?? '',
        href: link.getAttribute('href') ?? '',
        text: [...link.querySelectorAll('text')].map((text) => text.textContent ?? ''),
      })),
    );
    expect(marks.length).toBeGreaterThan(0);
    const levels = new Map<string, number>();
    for (const mark of marks) {
      const [level = '', figure = ''] = mark.text;
      expect(mark.label, 'the name says what is seen').toContain(level);
      expect(promised(mark.label)).toBe(countIn(figure));
      expect(await totalAt(request, mark.href), mark.label).toBe(countIn(figure));
      levels.set(level, countIn(figure));
    }

    await unfold(chart.locator('details'));
    const table = chart.getByRole('table');
    await expect(table.locator('tbody th')).toHaveText(LEVELS);
    const cells = (await table.locator('tbody tr td:nth-child(2)').allInnerTexts()).map(number);
    expect(cells).toEqual(LEVELS.map((level) => levels.get(level) ?? 0));
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(whole);
    expect(number(await table.locator('tfoot td').first().innerText())).toBe(whole);
  });

  test(`${name}: says in words what it shows`, async ({ page }) => {
    await page.goto('/');
    const chart = figure(page, name);
    await expect(chart.locator('figcaption')).toHaveText(/(\d[\d,]* of \d[\d,]* assessed( \(\d+%\))? rated high|None of)/);
    await expect(chart.locator('svg.chart')).toHaveRole('group');
    await expect(chart.locator('svg.chart')).toHaveAccessibleName(name);
    for (const mark of await chart.locator('a.mark').all()) await expect(mark).toHaveAccessibleName(/\d.* commitments/);
  });
}

test('a mark is reached and followed by keyboard', async ({ page }) => {
  await page.goto('/');
  const mark = figure(page, 'Early results').locator('a.mark').first();
  const shown = countIn((await mark.locator('text').nth(1).textContent()) ?? '');
  await tabTo(page, mark);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/commitments?lens=digital&results=high');
  expect(await total(page)).toBe(shown);
});

test('a mark is followed by pointer, also beside its bar', async ({ page }) => {
  await page.goto('/');
  const mark = figure(page, 'Ambition').locator('a.mark').first();
  const { width, height } = (await mark.boundingBox()) ?? { width: 0, height: 0 };
  await mark.click({ position: { x: width * 0.8, y: height * 0.7 } });
  await expect(page).toHaveURL('/commitments?lens=digital&ambition=high');
});

for (const path of ['/members/netherlands', '/areas/digital-governance']) {
  test(`${path}: the parts of each bar lead to their own commitments`, async ({ page, request }) => {
    await page.goto(path);
    // A narrow page folds its charts.
    for (const fold of await page.locator('details.fold:has(figure)').all()) await unfold(fold);
    for (const name of CHARTS) {
      const chart = figure(page, name);
      const marks = await chart.locator('a.mark').evaluateAll((links) =>
        links.map((link) => ({ label: link.getAttribute('aria-label') ?? '', href: link.getAttribute('href') ?? '', shown: link.querySelector('text')?.textContent ?? '' })),
      );
      expect(marks.length, name).toBeGreaterThan(1);
      for (const { label, href, shown } of marks) {
        // A narrow part has no room for its number.
        if (shown !== '') expect(number(shown), label).toBe(promised(label));
        expect(await totalAt(request, href), label).toBe(promised(label));
      }
      // Each part is explained above the bars, and nothing that is not there.
      expect(await chart.locator('.key li').count()).toBeGreaterThan(0);
      const classes = await chart.locator('.key li').evaluateAll((entries) => entries.map((entry) => entry.className));
      const drawn = await chart.locator('a.mark').evaluateAll((all) => all.map((mark) => mark.classList.value.replace('mark ', '')));
      expect(classes.toSorted()).toEqual([...new Set(drawn)].toSorted());
    }
  });
}
