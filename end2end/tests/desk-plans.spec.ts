// A plan with its commitments entered as one table, with JavaScript and without.
import { expect, loads, signedIn, test, type Page } from './desk';
import { overflow } from './support';

// Refused forms are answered with a status of refusal, which Chromium writes to its console.
test.use({ tolerated: /^Failed to load resource: the server responded with a status of 4(09|22)/ });

/** Each project has a member of its own, so that none finds another's changes. */
const MEMBERS: Record<string, string> = { js: 'Ghana', 'no-js': 'Peru', narrow: 'Latvia' };
const member = (): string => MEMBERS[test.info().project.name] ?? 'Ghana';
const slug = (): string => member().toLowerCase();

/** Fills the start of a new plan in, from the desk. */
async function begin(page: Page, year: number): Promise<void> {
  await page.goto('/staff');
  await page.getByRole('navigation', { name: 'Staff' }).getByRole('link', { name: 'New plan', exact: true }).click();
  await page.getByLabel('Member', { exact: true }).selectOption({ label: member() });
  await page.getByLabel('Year of submission').fill(String(year));
  await page.getByLabel('End year').fill(String(year + 2));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`New plan: ${member()}, Action plan ${year}\u2013${year + 2}`);
}

test('a new plan with ten commitments is entered in at most eight pages', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { javaScriptEnabled, viewport });
  const seen = loads(page);
  await begin(page, 2031);
  await page.getByLabel('Reason for the change').fill('The plan is out');
  await page.getByLabel('Source', { exact: true }).fill('https://example.org/plan.pdf');
  for (let row = 1; row <= 10; row += 1) {
    await page.getByLabel(`Number of new row ${row}`, { exact: true }).fill(`1.${row}`);
    await page.getByLabel(`Title of new row ${row}`, { exact: true }).fill(`Promise ${row} of ${member()}`);
    await page.getByLabel(`Lead institutions of new row ${row}`, { exact: true }).fill('Ministry A; Ministry B');
    await page.getByLabel(`Policy areas of new row ${row}`, { exact: true }).fill('Open Data');
  }
  const code = await page.getByLabel('Code of new row 1', { exact: true }).inputValue();
  expect(code).toMatch(/^[A-Z]{2,5}\d{4}$/);
  expect(await overflow(page)).toEqual([]);
  await page.getByRole('button', { name: 'Preview changes' }).click();
  await expect(page.getByText('10 new commitments')).toBeVisible();
  expect(await overflow(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save as one change' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Saved as one change. It is now public.');
  test.info().annotations.push({ type: 'plan', description: `10 commitments, ${seen()} pages after signing in` });
  // Signing in takes its page and the desk.
  expect(seen() + 2, 'pages').toBeLessThanOrEqual(8);
  await page.goto(`/commitments/${code}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Promise 1 of ${member()}`);
  await context.close();
});

test('what is pasted and copied fills the rows, and what was typed stays', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'rev', { javaScriptEnabled, viewport });
  await begin(page, 2041);
  await page.getByLabel('Title of new row 1', { exact: true }).fill('Typed before');
  await page.getByRole('textbox', { name: 'Paste a table' }).fill('3.1 Open budgets ....... 12\n3.2 Open courts ....... 14');
  await page.getByRole('button', { name: 'Read into the table' }).click();
  await expect(page.getByRole('status').first()).toContainText('2 rows read into the table.');
  await expect(page.getByLabel('Title of new row 1', { exact: true })).toHaveValue('Typed before');
  await expect(page.getByLabel('Title of new row 2', { exact: true })).toHaveValue('Open budgets');
  await expect(page.getByLabel('Number of new row 3', { exact: true })).toHaveValue('3.2');
  await page.getByRole('button', { name: 'Add 5 rows' }).click();
  await expect(page.getByLabel('Title of new row 15', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Copy from / }).click();
  await expect(page.getByText(/^Copied from /).first()).toBeVisible();
  await page.getByRole('button', { name: 'Preview changes' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'A reason for the change is needed.' }).click();
  await expect(page).toHaveURL(/#f-reason$/);
  await expect(page.getByLabel('Title of new row 1', { exact: true })).toHaveValue('Typed before');
  await context.close();
});

test('two editors change one plan, and each sees the cell that both have changed', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const options = { javaScriptEnabled, viewport };
  const ed = await signedIn(browser, tracker, 'ed', options);
  const ada = await signedIn(browser, tracker, 'ada', options);
  await ed.page.goto(`/staff/members/${slug()}`);
  const href = await ed.page.getByRole('link', { name: /^Commitments of / }).first().getAttribute('href');
  for (const { page } of [ed, ada]) await page.goto(href ?? '');
  const code = await ed.page.locator('.sheet tbody th a').first().innerText();
  const change = async (page: Page, number: string): Promise<void> => {
    await page.getByLabel(`Number of ${code}`, { exact: true }).fill(number);
    await page.getByLabel('Reason for the change').fill('As in the plan');
    await page.getByRole('button', { name: 'Preview changes' }).click();
  };
  await change(ed.page, '77.1');
  await ed.page.getByRole('button', { name: 'Save as one change' }).click();
  await expect(ed.page.getByRole('status').first()).toContainText('Saved as one change.');
  await change(ada.page, '77.2');
  await expect(ada.page.getByText('It is now \u201c77.1\u201d.')).toBeVisible();
  await expect(ada.page.getByLabel(`Number of ${code}`, { exact: true })).toHaveValue('77.2');
  await ada.page.getByRole('button', { name: 'Preview changes' }).click();
  await expect(ada.page.getByText('Number in the plan: 77.1 \u2192 77.2')).toBeVisible();
  for (const { context } of [ed, ada]) await context.close();
});
