// The charts of the overview: every mark is a link to exactly what it counts.
import { expect, number, tabTo, test, total, totalAt, unfold } from './support';

const CHARTS = ['Ambition', 'Completion', 'Early results'];
const LEVELS = ['High', 'Low', 'Pending IRM review', 'No IRM data', 'Not reviewable', 'Not stated'];

for (const name of CHARTS) {
  test(`${name}: each mark leads to as many commitments as it shows, and the table says the same`, async ({ page, request }) => {
    await page.goto('/');
    const chart = page.getByRole('figure', { name });
    const whole = number(await page.locator('.figures .big').first().innerText());

    const marks = await chart.locator('a.mark').evaluateAll((links) =>
      links.map((link) => ({
        label: link.getAttribute('aria-label') ?? '',
        href: link.getAttribute('href') ?? '',
        text: [...link.querySelectorAll('text')].map((text) => text.textContent ?? ''),
      })),
    );
    expect(marks.length).toBeGreaterThan(0);
    const counted = new Map<string, number>();
    for (const mark of marks) {
      const [level = '', figure = ''] = mark.text;
      expect(mark.label, 'the name says what is seen').toContain(level);
      expect(number(mark.label)).toBe(number(figure));
      expect(await totalAt(request, mark.href), mark.label).toBe(number(figure));
      counted.set(level, number(figure));
    }

    await unfold(chart.locator('details'));
    const table = chart.getByRole('table');
    await expect(table.locator('tbody th')).toHaveText(LEVELS);
    const cells = (await table.locator('tbody tr td:nth-child(2)').allInnerTexts()).map(number);
    expect(cells).toEqual(LEVELS.map((level) => counted.get(level) ?? 0));
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(whole);
    expect(number(await table.locator('tfoot td').first().innerText())).toBe(whole);
  });

  test(`${name}: says in words what it shows`, async ({ page }) => {
    await page.goto('/');
    const chart = page.getByRole('figure', { name });
    await expect(chart.locator('figcaption')).toHaveText(/(\d[\d,]* of \d[\d,]* assessed( \(\d+%\))? are high|None of)/);
    await expect(chart.locator('svg.chart')).toHaveRole('group');
    await expect(chart.locator('svg.chart')).toHaveAccessibleName(name);
    for (const mark of await chart.locator('a.mark').all()) await expect(mark).toHaveAccessibleName(/\d.* commitments/);
  });
}

test('a mark is reached and followed by keyboard', async ({ page }) => {
  await page.goto('/');
  const mark = page.getByRole('figure', { name: 'Early results' }).locator('a.mark').first();
  const promised = number((await mark.locator('text').nth(1).textContent()) ?? '');
  await tabTo(page, mark);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/commitments?results=high');
  expect(await total(page)).toBe(promised);
});

test('a mark is followed by pointer, also beside its bar', async ({ page }) => {
  await page.goto('/');
  const mark = page.getByRole('figure', { name: 'Ambition' }).locator('a.mark').first();
  const { width, height } = (await mark.boundingBox()) ?? { width: 0, height: 0 };
  await mark.click({ position: { x: width * 0.8, y: height * 0.7 } });
  await expect(page).toHaveURL('/commitments?ambition=high');
});

test('the parts of a comparison lead to their own commitments', async ({ page, request }) => {
  await page.goto('/areas/digital-governance');
  const figure = page.getByRole('figure', { name: /^Ambition/ });
  for (const entry of await figure.locator('.key a').all()) {
    const href = (await entry.getAttribute('href')) ?? '';
    expect(await totalAt(request, href)).toBe(number(await entry.locator('.n').innerText()));
  }
});
