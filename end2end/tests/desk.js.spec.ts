// What only a browser with JavaScript can do on the desk, and what only it can check.
import AxeBuilder from '@axe-core/playwright';
import { expect, formTo, handIn, PASSWORD, signedIn, test } from './desk';
import { awake, tabTo } from './support';

const CODE = 'ES0029';

test('axe finds nothing on any page of the desk', async ({ browser, tracker, viewport }) => {
  test.slow();
  const { page, context } = await signedIn(browser, tracker, 'ada', { viewport });
  const draft = await handIn(page, CODE, 'limited');
  const paths = [
    '/staff',
    '/staff/account',
    '/staff/users',
    '/staff/security',
    '/staff/commitments/new',
    '/staff/commitments/new?member=spain',
    `/staff/commitments/${CODE}`,
    `/staff/commitments/${CODE}/ratings/ambition`,
    draft,
    `${draft}/preview`,
    '/staff/members',
    '/staff/members/spain',
    '/staff/tags?member=spain',
    '/staff/institutions',
    '/staff/areas?area=open-data',
  ];
  for (const path of paths) {
    // Colours are the same on all of them.
    const schemes = ['/staff', draft, `${draft}/preview`].includes(path) ? (['light', 'dark'] as const) : (['light'] as const);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await page.locator('details').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), `${path} ${colorScheme}`).toEqual([]);
    }
  }
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
  await page.getByRole('link', { name: 'The public page' }).click({ noWaitAfter: true });
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
