// The sheet of a plan by keyboard, and what is pasted from a spreadsheet.
import { expect, paste, signedIn, test } from './desk';

test('Enter goes down a column past second lines, and a block is pasted into the cells', async ({ browser, tracker, viewport }) => {
  const { page, context } = await signedIn(browser, tracker, 'ed', { viewport });
  await page.goto('/staff/plans/new?member=chile&start_year=2051&end_year=2053');
  const cell = (column: string, row: number) => page.getByLabel(`${column} of new row ${row}`, { exact: true });
  await cell('Number', 1).focus();
  await page.keyboard.press('Enter');
  await expect(cell('Number', 2)).toBeFocused();
  await page.keyboard.press('Shift+Enter');
  await expect(cell('Number', 1)).toBeFocused();
  await paste(page, '1.1\tOpen "budgets"\t2051\n1.2\t"Open\ncourts ""now"""\t2052\n');
  await expect(cell('Number', 2)).toHaveValue('1.2');
  await expect(cell('Title', 1)).toHaveValue('Open "budgets"');
  await expect(cell('Title', 2)).toHaveValue('Open\ncourts "now"');
  await expect(cell('Start', 2)).toHaveValue('2052');
  await expect(page.locator('[data-sheet-status]')).toHaveText('6 cells filled.');
  await cell('Title', 10).focus();
  await paste(page, 'Last\nBeyond\nFurther');
  await expect(page.locator('[data-sheet-status]')).toHaveText('1 cell filled. 2 rows did not fit: add rows, then paste again.');
  // In the second line Enter begins a new line.
  await page.getByText('Full text, milestones and summary of new row 1', { exact: true }).click();
  await page.getByLabel('Full text of new row 1', { exact: true }).fill('One');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Two');
  await expect(page.getByLabel('Full text of new row 1', { exact: true })).toHaveValue('One\nTwo');
  await context.close();
});
