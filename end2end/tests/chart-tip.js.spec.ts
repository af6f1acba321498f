// What a mark of a chart says at the pointer and at the keyboard's place.
import { CHART_SHAPES, PICTURE, awake, expect, tabTo, test, type Locator, type Page } from './support';

// Without the island the same stands in the table.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

function tip(page: Page): Locator {
  return page.locator('#chart-tip');
}

/** What a mark says, and what its word means. */
async function said(mark: Locator): Promise<string> {
  const [name, meaning] = [await mark.getAttribute('aria-label'), await mark.getAttribute('data-meaning')];
  return [name, meaning].filter((part) => part !== null).join('\n');
}

test('a mark says at the pointer what it counts and what its word means', async ({ page }) => {
  await page.goto('/charts/ambition');
  await awake(page);
  await expect(tip(page)).toBeHidden();
  const mark = page.locator(`${PICTURE} a.mark`).first();
  await expect(mark).toHaveAttribute('data-meaning', /\S/);
  await mark.hover();
  await expect(tip(page)).toBeVisible();
  expect(await tip(page).innerText()).toBe(await said(mark));
  // It stands in nobody's way.
  await expect(tip(page)).toHaveCSS('pointer-events', 'none');
  await page.getByRole('heading', { level: 1 }).hover();
  await expect(tip(page)).toBeHidden();
});

test('a mark says the same at the keyboard\u2019s place, until Escape', async ({ page }) => {
  await page.goto('/charts/results');
  await awake(page);
  const mark = page.locator(`${PICTURE} a.mark`).nth(1);
  await tabTo(page, mark, 60);
  await expect(tip(page)).toBeVisible();
  expect(await tip(page).innerText()).toBe(await said(mark));
  await page.keyboard.press('Escape');
  await expect(tip(page)).toBeHidden();
  await expect(mark).toBeFocused();
});

test('the tip stays within the window and off its mark, in every shape of chart', async ({ page }) => {
  const found: string[] = [];
  for (const path of CHART_SHAPES) {
    await page.goto(path);
    await awake(page);
    const marks = page.locator(`${PICTURE} a.mark`);
    for (const mark of [marks.first(), marks.last()]) {
      await mark.focus();
      await expect(tip(page)).toBeVisible();
      expect(await tip(page).innerText()).toBe(await said(mark));
      found.push(...(await misplaced(page)).map((what) => `${path}: ${what}`));
    }
  }
  expect(found).toEqual([]);
});

/** What is wrong with where the tip is: past an edge of the window, or over the mark that it is about. */
function misplaced(page: Page): Promise<string[]> {
  return tip(page).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const faults: string[] = [];
    const past = (name: string, by: number) => by > 0.5 && faults.push(`\u201c${element.textContent?.slice(0, 50)}\u201d is ${Math.round(by)} px past the ${name}`);
    past('left', -box.left);
    past('top', -box.top);
    past('right', box.right - document.documentElement.clientWidth);
    past('bottom', box.bottom - window.innerHeight);
    const mark = document.activeElement?.getBoundingClientRect();
    if (mark !== undefined && mark.height < window.innerHeight / 2) past('edge of its mark', Math.min(mark.bottom - box.top, box.bottom - mark.top));
    return faults;
  });
}

test('a mark that is pointed at still leads to its commitments', async ({ page }) => {
  await page.goto('/charts/ambition');
  await awake(page);
  await page.locator(`${PICTURE} a.mark`).first().click();
  await expect(page).toHaveURL('/commitments?ambition=high');
});
