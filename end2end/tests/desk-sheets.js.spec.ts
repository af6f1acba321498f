// The rating sheet by keyboard, and what is pasted from a spreadsheet.
import { expect, paste, signedIn, test } from './desk';

const PLAN = '/staff/plans/netherlands/2018-2020-netherlands-action-plan-2018-2020/ratings';

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
