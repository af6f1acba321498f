// The rating sheet by keyboard, and what is pasted from a spreadsheet.
import { expect, paste, signedIn, test } from './desk';

const PLAN = '/staff/plans/netherlands/2018-2020-netherlands-action-plan-2018-2020/ratings';

test('a draft is saved by itself, also a second time, and what is missing is said', async ({ browser, tracker, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { viewport });
  await page.clock.install();
  const address = `${PLAN}?report_title=${encodeURIComponent('A saved Results Report 2018-2020')}`;
  await page.goto(address);
  const code = await page.locator('.sheet tbody th a').first().innerText();
  const completion = page.getByLabel(`Completion of ${code}`, { exact: true });
  const saved = page.locator('[data-sheet-saved]');
  await completion.selectOption({ index: 2 });
  await page.clock.fastForward(20_000);
  // A draft needs a stage, a link and a reason.
  await expect(saved).toContainText('not saved yet');
  await page.getByLabel('Link to report').fill('https://example.org/report.pdf');
  await page.getByLabel('Reason for the change').fill('the report is out');
  await page.getByLabel('Stage of the report').selectOption('final');
  await page.clock.fastForward(20_000);
  await expect(saved).toContainText('Draft saved at');
  await expect(page.locator('form.sheet')).not.toHaveAttribute('data-unsaved', '');
  await completion.selectOption({ index: 3 });
  const chosen = await completion.inputValue();
  await page.clock.fastForward(20_000);
  await expect(page.locator('form.sheet')).not.toHaveAttribute('data-unsaved', '');
  await page.goto(address);
  await expect(completion).toHaveValue(chosen);
  // Without a connection nothing is lost, and it is tried again.
  await page.route('**/ratings', (route) => route.abort());
  await completion.selectOption({ index: 1 });
  const last = await completion.inputValue();
  await page.clock.fastForward(20_000);
  await expect(saved).toContainText('no connection');
  await page.unroute('**/ratings');
  await page.clock.fastForward(70_000);
  await expect(saved).toContainText('Draft saved at');
  await page.goto(address);
  await expect(completion).toHaveValue(last);
  // Discarded, so that no other test finds it.
  await completion.selectOption('');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Draft saved.');
  await context.close();
});

test('Enter goes down the column, and a block is pasted into its cells', async ({ browser, tracker, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { viewport });
  await page.goto(`${PLAN}?report_title=${encodeURIComponent('A Results Report 2018-2020')}`);
  const codes = await page.locator('.sheet tbody th a').allInnerTexts();
  expect(codes.length).toBeGreaterThan(1);
  const completion = (at: number) => page.getByLabel(`Completion of ${codes[at]}`, { exact: true });
  await expect(page.getByText('Press Enter to go down a column')).toBeVisible();
  await completion(0).focus();
  await page.keyboard.press('Enter');
  await expect(completion(1)).toBeFocused();
  await page.keyboard.press('Shift+Enter');
  await expect(completion(0)).toBeFocused();
  // A first letter chooses, as in any list.
  await page.keyboard.type('Sub');
  await expect(completion(0)).toHaveValue('completion-substantial');
  await paste(page, 'not started\tpending irm review\r\nLimited\tnonsense\r\n');
  await expect(completion(0)).toHaveValue('completion-not-started');
  await expect(completion(1)).toHaveValue('completion-limited');
  await expect(page.locator('[data-sheet-status]')).toHaveText('3 cells filled. Not filled in, because a cell has no such value: \u201cnonsense\u201d.');
  await expect(page.locator('form.sheet')).toHaveAttribute('data-unsaved', '');
  await context.close();
});
