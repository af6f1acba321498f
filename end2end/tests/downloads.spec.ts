// What people take away is exactly what they saw.
import { readFile } from 'node:fs/promises';
import { FILTERED, TOTAL, codes, csvRows, expect, test, total } from './support';

/** The interchange columns in their order, which importers rely on. */
const COLUMNS = [
  'code', 'member', 'member_kind', 'country', 'country_iso3', 'region', 'action_plan', 'plan_year', 'plan_end_year',
  'commitment_number', 'title', 'description', 'lead_institution', 'support_institutions', 'policy_areas', 'ogp_values',
  'start', 'end', 'verifiable', 'relevant', 'ambition_scheme', 'ambition', 'completion_scheme', 'completion',
  'early_results_scheme', 'early_results',
  'ambition_report', 'ambition_report_stage', 'ambition_source_url',
  'completion_report', 'completion_report_stage', 'completion_source_url',
  'early_results_report', 'early_results_report_stage', 'early_results_source_url',
  'title_en', 'title_es', 'title_fr', 'summary_en', 'summary_es', 'summary_fr',
  'summary_en_source_url', 'summary_es_source_url', 'summary_fr_source_url', 'starred', 'irm_reports', 'challenge_area', 'source_url', 'status',
  'ambition_level', 'completion_level', 'early_results_level', 'review',
  'ambition_source_page', 'ambition_read_on', 'completion_source_page', 'completion_read_on',
  'early_results_source_page', 'early_results_read_on',
];

for (const view of ['/commitments', FILTERED, '/commitments?q=data&ambition=high', '/commitments?region=europe&sort=title&page=2']) {
  test(`CSV and JSON of ${view} have exactly the commitments of the list`, async ({ page, request }) => {
    await page.goto(view);
    const found = await total(page);
    expect(found).toBeGreaterThan(0);
    const link = (name: string) => page.locator('.downloads').getByRole('link', { name, exact: true }).getAttribute('href');

    const csv = await request.get((await link('CSV')) ?? '');
    expect(csv.headers()['content-type']).toBe('text/csv; charset=utf-8');
    const [header, ...rows] = csvRows(await csv.text());
    expect(header).toEqual(COLUMNS);
    expect(rows).toHaveLength(found);
    for (const row of rows) expect(row).toHaveLength(COLUMNS.length);

    const json = await request.get((await link('JSON')) ?? '');
    const { items, total: said } = await json.json();
    expect(said).toBe(found);
    const listed = items.map((item: { code: string }) => item.code);
    expect(listed).toEqual(rows.map(([code]) => code));
    expect(new Set(listed).size).toBe(found);

    expect(listed).toEqual(expect.arrayContaining(await codes(page)));
  });
}

test('the link to a CSV file saves a file', async ({ page }) => {
  await page.goto(FILTERED);
  const saved = page.waitForEvent('download');
  await page.locator('.downloads').getByRole('link', { name: 'CSV' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^ogp-commitments-v\d+\.csv$/);
  const rows = csvRows(await readFile(await file.path(), 'utf8'));
  expect(rows).toHaveLength((await total(page)) + 1);
  // The page stays where it was.
  await expect(page).toHaveURL(FILTERED);
});

test('the data page offers the whole record', async ({ page, request }) => {
  await page.goto('/data');
  const href = (await page.getByRole('link', { name: 'All commitments (CSV)' }).getAttribute('href')) ?? '';
  expect(csvRows(await (await request.get(href)).text())).toHaveLength(TOTAL + 1);
  await expect(page.getByRole('table', { name: 'Data dictionary' }).locator('tbody th')).toHaveText(COLUMNS);
});
