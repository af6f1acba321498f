// A report's ratings entered, reviewed and published as one sheet, with JavaScript and without.
import { expect, loads, signedIn, test, type Page } from './desk';
import { overflow } from './support';

// Refused forms are answered with a status of refusal, which Chromium writes to its console.
test.use({ tolerated: /^Failed to load resource: the server responded with a status of 4(09|22)/ });

/** Each project has a plan of its own, so that none finds another's changes. */
const MEMBERS: Record<string, string> = { js: 'mongolia', 'no-js': 'italy', narrow: 'bulgaria' };
const REPORT = 'A Results Report 2019-2021';

/** The plan of a member with the most commitments. */
async function largestPlan(page: Page, member: string): Promise<string> {
  await page.goto(`/staff/reports?member=${member}`);
  const rows = page.getByRole('table', { name: 'Reports by plan' }).locator('tbody tr');
  let best = { count: 0, href: '' };
  for (const row of await rows.all()) {
    const count = Number(await row.locator('td').nth(1).innerText());
    const href = (await row.getByRole('link', { name: /^Enter a report/ }).getAttribute('href')) ?? '';
    if (count > best.count) best = { count, href };
  }
  expect(best.count).toBeGreaterThan(1);
  return best.href;
}

/** Chooses the nth value of a list; the first is none. */
async function choose(page: Page, label: string, nth: number): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption({ index: nth });
}

test('the ratings of a report go from a sheet to the public in few pages', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const options = { javaScriptEnabled, viewport };
  const ed = await signedIn(browser, tracker, 'ed', options);
  const plan = await largestPlan(ed.page, MEMBERS[test.info().project.name] ?? 'mongolia');
  const began = Date.now();
  const seen = loads(ed.page);
  await ed.page.goto(plan);
  await ed.page.getByLabel('Report', { exact: true }).fill(REPORT);
  await ed.page.getByLabel('Stage of the report').selectOption('final');
  await ed.page.getByLabel('Link to report').fill('https://example.org/report.pdf');
  for (const dimension of ['Ambition', 'Completion', 'Early results']) await ed.page.getByLabel(dimension, { exact: true }).check();
  await ed.page.getByRole('button', { name: 'Open the sheet' }).click();
  await expect(ed.page.getByLabel('Link to report')).toHaveValue('https://example.org/report.pdf');
  await ed.page.getByLabel('Reason for the change').fill('The report is out');
  const codes = await ed.page.locator('.sheet tbody th a').allInnerTexts();
  let ratings = 0;
  for (const code of codes.slice(0, 12)) {
    for (const dimension of ['Ambition', 'Completion', 'Early results']) {
      await choose(ed.page, `${dimension} of ${code}`, 2);
      ratings += 1;
    }
    await ed.page.getByLabel(`Page for ${code}`).fill('14');
  }
  expect(await overflow(ed.page)).toEqual([]);
  await ed.page.getByRole('button', { name: 'Submit for review' }).click();
  await expect(ed.page.getByRole('status').first()).toHaveText('Submitted for review as one sheet.');
  test.info().annotations.push({ type: 'sheet', description: `${ratings} ratings, ${seen()} pages, ${(Date.now() - began) / 1000} s` });
  expect(seen(), 'pages of the editor').toBeLessThanOrEqual(6);

  const rev = await signedIn(browser, tracker, 'rev', options);
  const looked = loads(rev.page);
  await rev.page.goto('/staff');
  const text = new RegExp(`${ratings} ratings from ${REPORT}`);
  await rev.page.getByRole('region', { name: 'Waiting for review' }).getByRole('link', { name: text }).click();
  await expect(rev.page.getByText(`${ratings} ratings to review`)).toBeVisible();
  expect(await overflow(rev.page)).toEqual([]);
  await rev.page.getByRole('button', { name: 'Publish selected', exact: true }).click();
  await expect(rev.page.getByRole('status').first()).toContainText('Published as one change');
  expect(looked(), 'pages of the reviewer').toBeLessThanOrEqual(3);

  await rev.page.goto(`/commitments/${codes[0]}`);
  await expect(rev.page.getByRole('region', { name: 'Completion', exact: true })).toContainText(REPORT);
  for (const { context } of [ed, rev]) await context.close();
});

test('a refused sheet says in its cell what is wrong, and keeps what was typed', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ada', { javaScriptEnabled, viewport });
  const plan = await largestPlan(page, MEMBERS[test.info().project.name] ?? 'mongolia');
  await page.goto(`${plan}?report_title=${encodeURIComponent('Another Results Report 2019-2021')}`);
  const code = await page.locator('.sheet tbody th a').first().innerText();
  await choose(page, `Completion of ${code}`, 3);
  await page.getByLabel(`Note on ${code}`).fill('Two of three milestones');
  await page.getByLabel('Reason for the change').fill('The report is out');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'The link to the report is needed.' }).click();
  await expect(page).toHaveURL(/#f-source_url$/);
  await expect(page.getByLabel(`Note on ${code}`)).toHaveValue('Two of three milestones');
  expect(await page.getByLabel(`Completion of ${code}`, { exact: true }).inputValue()).toMatch(/^completion/);
  await page.getByLabel('Link to report').fill('https://example.org/another.pdf');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Draft saved.');
  await expect(page.getByLabel(`Note on ${code}`)).toHaveValue('Two of three milestones');
  // The draft goes, so that the test leaves nothing behind.
  await choose(page, `Completion of ${code}`, 0);
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Draft saved.');
  await context.close();
});

test('staff find a commitment from every page and edit it', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { javaScriptEnabled, viewport });
  await page.goto('/staff/account');
  await page.getByRole('search', { name: 'Find to edit' }).getByRole('searchbox').fill('ES0020');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.getByRole('main').getByRole('link', { name: /^ES0020:/ }).first().click();
  await expect(page).toHaveURL(/\/staff\/commitments\/ES0020$/);
  await page.goto('/commitments/ES0020');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect(page).toHaveURL(/\/staff\/commitments\/ES0020$/);
  await context.close();
});
