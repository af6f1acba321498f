// A form's button stays where it is between the press of a pointer and the click: whatever is wrong with a
// field, and whichever field had the focus, the first click on it sends the form.
import { expect, signedIn, test, type Page } from './desk';
import { awake, unfoldAll } from './support';
import type { Locator } from '@playwright/test';

/** Pages with forms that are sent to the server. */
const PAGES = [
  '/staff/account',
  '/staff/users',
  '/staff/commitments/new?member=spain',
  '/staff/commitments/ES0020',
  '/staff/commitments/ES0020/ratings/ambition',
  '/staff/members',
  '/staff/members/spain',
  '/staff/tags?member=spain&area=open-data',
  '/staff/context/resource',
  '/staff/sources',
];

const FORMS = 'form.staff-form[method="post"]';
/** What can be typed into; a form keeps others, such as choices, as they are. */
const TYPED = 'input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea';

type Box = { x: number; y: number; width: number; height: number } | null;

/** Two frames, in which everything that an event set off is shown. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Presses a form's first button, and says whether it stayed and whether the click that follows sent the form. */
async function pressed(page: Page, button: Locator): Promise<{ before: Box; held: Box; isSent: boolean }> {
  await button.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await settled(page);
  const before = await button.boundingBox();
  if (before === null) throw new Error('the button is not shown');
  let isSent = false;
  // What is sent is counted and then stopped, so that the page stays as it is for the next form.
  await page.route('**/*', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    isSent = true;
    return route.abort();
  });
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  await settled(page);
  const held = await button.boundingBox();
  await page.mouse.up();
  await expect.poll(() => isSent, { timeout: 3_000 }).toBe(true).catch(() => undefined);
  await page.unroute('**/*');
  return { before, held, isSent };
}

for (const path of PAGES) {
  test(`no button moves between press and click on ${path}`, async ({ browser, tracker, viewport }, { project }) => {
    test.skip(project.name !== 'js', 'the same forms and scripts at every width');
    const { page, context } = await signedIn(browser, tracker, 'ada', { viewport });
    // Leaving a page with unsaved work is asked for, which is not what this is about.
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(path);
    const count = await page.locator(FORMS).count();
    expect(count).toBeGreaterThan(0);
    // Pages with a form for each of many things have them alike.
    for (let number = 0; number < Math.min(count, 3); number += 1) {
      for (const text of ['', 'not a year \u2013 not an address']) {
        await page.goto(path);
        const form = page.locator(FORMS).nth(number);
        const fields = await form.locator(TYPED).count();
        for (let at = 0; at < Math.min(fields, 8); at += 4) {
          // Each time a page with errors of the server, as a form that was refused is shown.
          await page.goto(path);
          await awake(page);
          await unfoldAll(page);
          const field = form.locator(TYPED).nth(at);
          // An error is shown beside the field already, and what is typed now mends it or makes another one.
          await field.evaluate((element) => {
            const problem = document.getElementById(`${element.id}-error`);
            if (problem === null) return;
            problem.textContent = 'Something was wrong with this.';
            problem.hidden = false;
            element.setAttribute('aria-invalid', 'true');
          });
          await field.evaluate((element) => (element as HTMLElement).focus());
          await field.evaluate((element, typed) => {
            const input = element as HTMLInputElement;
            if (['date', 'datetime-local', 'email', 'url'].includes(input.type)) input.type = 'text';
            input.value = '';
            if (typed !== '') document.execCommand('insertText', false, typed);
            input.dispatchEvent(new Event('input', { bubbles: true }));
          }, text);
          const button = form.locator('.actions button').first();
          const { before, held, isSent } = await pressed(page, button);
          const what = `${path}, form ${number + 1}, field ${at + 1}, \u201c${text}\u201d`;
          expect(held, `${what}: the button moved`).toEqual(before);
          expect(isSent, `${what}: the first click did not send the form`).toBe(true);
        }
      }
    }
    await context.close();
  });
}

test('what a field says is checked once the pointer is up', async ({ browser, tracker, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { viewport });
  await page.goto('/staff/commitments/ES0020');
  await awake(page);
  const start = page.locator('#f-start');
  await start.fill('2024-13');
  // A press elsewhere takes the focus; nothing moves until it ends.
  const title = page.getByRole('heading', { level: 1 });
  await title.scrollIntoViewIfNeeded();
  await title.hover();
  await page.mouse.down();
  await settled(page);
  await expect(page.locator('#f-start-error')).toBeHidden();
  await page.mouse.up();
  await expect(page.locator('#f-start-error')).toContainText('is not a date');
  await context.close();
});
