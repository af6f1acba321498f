// What staff do, with JavaScript and without, on a wide and a narrow page.
import { DESK, expect, formTo, handIn, PASSWORD, signedIn, test, type Page } from './desk';
import { overflow, promised, unfoldAll } from './support';

// Refused forms are answered with a status of refusal, which Chromium writes to its console.
test.use({ tolerated: /^Failed to load resource: the server responded with a status of 4(01|09|22)/ });

test.beforeEach(({}, info) => {
  // Each project has commitments of its own, so that none finds another's changes.
  info.annotations.push({ type: 'code', description: { js: 'NL0031', 'no-js': 'NO0048', narrow: 'DE0003' }[info.project.name] ?? 'NL0031' });
});

const codeOf = () => test.info().annotations.find(({ type }) => type === 'code')?.description ?? '';

/** Tests with a record of their own do not use the shared server. */
async function at(page: Page, tracker: string, path: string): Promise<void> {
  await page.goto(tracker + path);
}

/** How many commitments the chart of completion shows as high. */
async function complete(page: Page): Promise<number> {
  await page.goto('/charts/completion');
  const mark = page.locator('a.mark:visible').filter({ hasText: /^High/ }).first();
  const count = promised((await mark.getAttribute('aria-label')) ?? '');
  expect(count).toBeGreaterThan(0);
  return count;
}

test('one signs in with the right password only, and signs out', async ({ page, tracker }) => {
  await at(page, tracker, '/staff');
  await page.getByLabel('E-mail address').fill('ed@example.org');
  await page.getByLabel('Password').fill('wrong horse battery');
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('is incorrect');
  await expect(page.getByLabel('E-mail address')).toHaveValue('ed@example.org');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Desk');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('status')).toContainText('signed out');
});

test('a rating goes from a draft to the public through a second person', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const options = { javaScriptEnabled, viewport };
  const code = codeOf();
  const visitor = await browser.newContext({ baseURL: tracker, ...options });
  const page = await visitor.newPage();
  const before = await complete(page);
  const ed = await signedIn(browser, tracker, 'ed', options);
  await ed.page.goto(`/commitments/${code}`);
  await ed.page.getByRole('link', { name: 'Edit (staff)' }).click();
  await ed.page.getByRole('link', { name: 'Draft a rating of completion' }).click();
  await expect(ed.page).toHaveURL(/\/ratings\/completion$/);
  const draft = await handIn(ed.page, code, 'substantial');
  await expect(ed.page.getByRole('button', { name: 'Publish now' })).toHaveCount(0);

  const rev = await signedIn(browser, tracker, 'rev', options);
  await rev.page.getByRole('region', { name: 'Waiting for review' }).getByRole('link', { name: code }).click();
  await expect(rev.page).toHaveURL(tracker + draft);
  await rev.page.getByRole('link', { name: 'What the public will see' }).click();
  await expect(rev.page.getByRole('region', { name: 'Completion' })).toContainText('Substantial');
  await rev.page.getByRole('link', { name: 'Back to the draft' }).click();
  await rev.page.getByRole('button', { name: 'Publish now' }).click();
  await expect(rev.page.getByRole('status').first()).toContainText('The rating is now public');

  await page.goto(`/commitments/${code}`);
  await expect(page.getByRole('region', { name: 'Completion' })).toContainText('A Results Report 2022-2024');
  await page.goto(`/changes?code=${code}`);
  await expect(page.getByRole('main')).toContainText('\u2192 Substantial (A Results Report 2022-2024)');
  await expect(page.getByRole('main')).toContainText('Staff rev. Reason: The report is out');
  const values = await (await page.request.get(`/commitments.csv?completion_value=completion-substantial`)).text();
  expect(values).toContain(code);
  expect(await complete(page), 'one more in the chart').toBe(before + 1);
  for (const { context } of [ed, rev, { context: visitor }]) await context.close();
});

test('the second of two editors sees the other\u2019s change and loses nothing', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const options = { javaScriptEnabled, viewport };
  const path = `/staff/commitments/${codeOf()}`;
  const [ann, bob] = [await signedIn(browser, tracker, 'ed', options), await signedIn(browser, tracker, 'rev', options)];
  await ann.page.goto(path);
  await bob.page.goto(path);
  const save = async (page: Page) => formTo(page, path).getByRole('button', { name: 'Save' }).click();
  await ann.page.getByLabel('Number in the plan').fill('7');
  await ann.page.getByLabel('Reason for the change').fill('Found in the plan');
  await save(ann.page);
  await expect(ann.page.getByRole('status').first()).toHaveText('Saved.');
  await bob.page.getByLabel('Title', { exact: true }).fill('A title of Bob');
  await bob.page.getByLabel('Reason for the change').fill('Shorter');
  await save(bob.page);
  await expect(bob.page.getByRole('alert')).toContainText('This commitment has changed since you opened it');
  await expect(bob.page.getByRole('alert')).toContainText('Found in the plan');
  await expect(bob.page.getByLabel('Title', { exact: true })).toHaveValue('A title of Bob');
  await expect(bob.page.getByLabel('Number in the plan')).toHaveValue('7');
  expect(await overflow(bob.page)).toEqual([]);
  await save(bob.page);
  await expect(bob.page.getByRole('status').first()).toHaveText('Saved.');
  await bob.page.goto(`/commitments/${codeOf()}`);
  await expect(bob.page.getByRole('heading', { level: 1 })).toHaveText('A title of Bob');
  await ann.context.close();
  await bob.context.close();
});

test('a refused form says what is wrong where, and keeps what was typed', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { javaScriptEnabled, viewport });
  const path = '/staff/commitments/ES0020';
  await page.goto(path);
  await page.getByLabel('Title', { exact: true }).fill('');
  await page.getByLabel('Start', { exact: true }).last().fill('soon');
  await page.getByLabel('Reason for the change').fill('Because');
  await formTo(page, path).getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'A title is needed.' }).click();
  await expect(page).toHaveURL(/#f-title$/);
  await expect(page.locator('#f-title')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#f-start')).toHaveValue('soon');
  await expect(page.getByLabel('Reason for the change')).toHaveValue('Because');
  await context.close();
});

test('a session that has ended keeps the form through signing in', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { javaScriptEnabled, viewport });
  const path = '/staff/commitments/ES0020';
  await page.goto(path);
  await page.getByLabel('Lead institutions').fill('Kept through signing in');
  await page.getByLabel('Reason for the change').fill('A test');
  await context.clearCookies();
  await formTo(page, path).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Your session has ended');
  await page.getByLabel('E-mail address').fill('ed@example.org');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Lead institutions')).toHaveValue('Kept through signing in');
  await formTo(page, path).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Saved.');
  await context.close();
});

for (const path of DESK) {
  test(`${path} does not scroll sideways`, async ({ browser, tracker, javaScriptEnabled, viewport }) => {
    const { page, context } = await signedIn(browser, tracker, 'ada', { javaScriptEnabled, viewport });
    await page.goto(path);
    await unfoldAll(page);
    expect(await overflow(page)).toEqual([]);
    await context.close();
  });
}

test('the past is one parameter away, and its links stay there', async ({ page }) => {
  const today = new Date().toISOString().slice(0, 10);
  await page.goto(`/members/netherlands?as_of=${today}`);
  const banner = page.getByRole('complementary', { name: 'Earlier version of the data' });
  await expect(banner).toContainText('You are viewing the data as published on');
  await page.locator('main a[href^="/commitments/NL"]').first().click();
  await expect(page).toHaveURL(new RegExp(`/commitments/NL\\d+\\?as_of=${today}$`));
  await banner.getByRole('link', { name: 'See the current version' }).click();
  await expect(page).toHaveURL(/\/commitments\/NL\d+$/);
});

test.describe('without a session', () => {
  test('a page of the desk leads back to itself after signing in', async ({ page, tracker }) => {
    await at(page, tracker, '/staff/members/spain');
    await page.getByLabel('E-mail address').fill('ed@example.org');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${tracker}/staff/members/spain`);
  });
});
