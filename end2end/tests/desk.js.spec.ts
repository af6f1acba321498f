// What only a browser with JavaScript can do on the desk, and what only it can check.
import { expectNoViolations, type Rules } from './axe';
import { DESK, expect, formTo, handIn, PASSWORD, signedIn, test, type Page } from './desk';
import { awake, tabTo, unfoldAll } from './support';

const CODE = 'ES0029';

/** axe finds nothing on the page, with everything unfolded. */
async function accessible(page: Page, what: string, rules: Rules = 'all'): Promise<void> {
  await unfoldAll(page);
  await expectNoViolations(page, what, rules);
}

for (const path of DESK) {
  test(`axe finds nothing on ${path}`, async ({ browser, tracker, viewport }) => {
    const { page, context } = await signedIn(browser, tracker, 'ada', { viewport });
    await page.goto(path);
    await accessible(page, path);
    // Colours are the same on all of them.
    if (path === '/staff') {
      await page.emulateMedia({ colorScheme: 'dark' });
      await accessible(page, `${path}, dark`, 'colours');
    }
    await context.close();
  });
}

test('axe finds nothing on a draft and its preview, light and dark', async ({ browser, tracker, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ada', { viewport });
  const draft = await handIn(page, CODE, 'limited');
  for (const path of [draft, `${draft}/preview`]) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(path);
    await accessible(page, path);
    await page.emulateMedia({ colorScheme: 'dark' });
    await accessible(page, `${path}, dark`, 'colours');
  }
  await context.close();
});

test('axe finds nothing where something was refused, has lapsed or was overtaken', async ({ browser, tracker, viewport }) => {
  const path = '/staff/commitments/ES0029';
  const save = (page: Page) => formTo(page, path).getByRole('button', { name: 'Save' }).click();
  const { page, context } = await signedIn(browser, tracker, 'ed', { viewport });
  const other = await signedIn(browser, tracker, 'rev', { viewport });

  await page.goto('/staff/users');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not allowed');
  await accessible(page, 'a page that the role may not see');

  await page.goto(path);
  await page.getByLabel('Title', { exact: true }).fill('');
  await save(page);
  await expect(page.getByRole('alert')).toContainText('A title is needed.');
  await accessible(page, 'a refused form');

  await page.goto(path);
  await other.page.goto(path);
  await other.page.getByLabel('Number in the plan').fill('29');
  await other.page.getByLabel('Reason for the change').fill('Found in the plan');
  await save(other.page);
  await expect(other.page.getByRole('status').first()).toHaveText('Saved.');
  await page.getByLabel('Number in the plan').fill('30');
  await page.getByLabel('Reason for the change').fill('Found elsewhere');
  await save(page);
  await expect(page.getByRole('alert')).toContainText('This commitment has changed since you opened it');
  await accessible(page, 'a form that was overtaken');

  await context.clearCookies();
  await save(page);
  await expect(page.getByRole('alert')).toContainText('Your session has ended');
  await accessible(page, 'a form whose session has ended');

  await page.goto('/staff/sign-in');
  await accessible(page, 'the page to sign in on');
  await page.getByLabel('E-mail address').fill('ed@example.org');
  await page.getByLabel('Password').fill('wrong horse battery');
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('is incorrect');
  await accessible(page, 'a refused sign-in');
  await context.close();
  await other.context.close();
});

test('axe finds nothing on the pages of files', async ({ browser, tracker, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ada', { viewport });
  const upload = async (name: string, content: string) => {
    await page.goto('/staff/import');
    await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
    await page.getByRole('button', { name: 'Preview changes', exact: true }).click();
  };
  await page.goto('/staff/import');
  await accessible(page, 'no file yet');
  await upload('wrong.csv', 'a,b\n1,2\n');
  await expect(page.getByRole('alert')).toContainText('This file cannot be used');
  await accessible(page, 'a file that cannot be used');
  await upload('tidy.csv', 'code,member,title,completion_scheme,completion\nES0020,Spain,A title from a file,completion,Nonsense\nES0033,Spain,Another title,,\n');
  await expect(page.getByRole('button', { name: 'Discard upload' })).toBeVisible();
  await accessible(page, 'what a file would do, with a row that is rejected');
  await upload('good.csv', 'code,member,title\nES0033,Spain,A title from a file\n');
  await page.getByLabel('Reason').fill('A tidy file');
  await page.getByRole('button', { name: /^Import:/ }).click();
  await page.getByRole('link', { name: 'View or undo this import' }).click();
  await accessible(page, 'a file that was applied');
  await page.goto('/staff/import');
  await accessible(page, 'files that wait and that were applied');
  await context.close();
});

test('a form says what is wrong while people type, and warns before unsaved work is left', async ({ browser, tracker, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { viewport });
  const path = `/staff/commitments/${CODE}`;
  await page.goto(path);
  await awake(page);
  const start = page.locator('#f-start');
  await start.fill('2024-13');
  await start.blur();
  await expect(page.locator('#f-start-error')).toContainText('is not a date');
  await expect(start).toHaveAttribute('aria-invalid', 'true');
  await start.fill('2024-12');
  await start.blur();
  await expect(page.locator('#f-start-error')).toBeHidden();

  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Public page' }).click({ noWaitAfter: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(start).toHaveValue('2024-12');
  await page.getByLabel('Reason for the change').fill('A date was missing');
  await formTo(page, path).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Saved.');
  expect(asked).toEqual(['beforeunload']);
  await context.close();
});

test('signing in and changing a title takes a keyboard only', async ({ browser, tracker, viewport }) => {
  const context = await browser.newContext({ baseURL: tracker, viewport });
  const page = await context.newPage();
  await page.goto('/staff/commitments/ES0020');
  await tabTo(page, page.getByLabel('E-mail address'));
  await page.keyboard.type('ed@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/ES0020$/);
  await tabTo(page, page.locator('#f-title'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Typed without a mouse');
  await tabTo(page, page.locator('#f-reason'), 250);
  await page.keyboard.type('By keyboard');
  await tabTo(page, formTo(page, '/staff/commitments/ES0020').getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').first()).toHaveText('Saved.');
  await context.close();
});
