// What a mark of a chart says at the pointer and at the keyboard's place.
import { CHART_SHAPES, PICTURE, awake, expect, tabTo, test, type Locator, type Page } from './support';

// Without the island the same stands in the table.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

function tip(page: Page): Locator {
  return page.locator('#chart-tip');
}

/** That the tip tells what the mark is called, and, where its word is defined on the page, that definition. */
async function tells(page: Page, mark: Locator, explained: boolean): Promise<void> {
  await expect(tip(page)).toBeVisible();
  const [name = '', meaning] = (await tip(page).innerText()).split('\n').filter((line) => !line.startsWith('Tap again'));
  expect(name).toBe(await mark.getAttribute('aria-label'));
  expect(name).toMatch(/\d.* commitments?/);
  if (explained) expect(meaning).toMatch(/\S/);
  if (meaning !== undefined) expect(await page.locator('td.wide, .words dd').allTextContents()).toContain(meaning);
}

for (const path of ['/charts/ambition', '/charts/areas']) {
  test(`${path}: a mark says at the pointer what it counts and what its word means`, async ({ page }) => {
    await page.goto(path);
    await awake(page);
    await expect(tip(page)).toBeHidden();
    const mark = page.locator(`${PICTURE} a.mark`).first();
    await mark.hover();
    await tells(page, mark, true);
    // It stands in nobody’s way.
    await expect(tip(page)).toHaveCSS('pointer-events', 'none');
    await page.getByRole('heading', { level: 1 }).hover();
    await expect(tip(page)).toBeHidden();
  });

  test(`${path}: a mark says the same at the keyboard’s place, until Escape`, async ({ page }) => {
    await page.goto(path);
    await awake(page);
    const mark = page.locator(`${PICTURE} a.mark`).nth(1);
    await tabTo(page, mark, 60);
    await tells(page, mark, true);
    await page.keyboard.press('Escape');
    await expect(tip(page)).toBeHidden();
    await expect(mark).toBeFocused();
  });
}

for (const path of CHART_SHAPES) {
  test(`${path}: the tip stays within the window and off its mark`, async ({ page }) => {
    await page.goto(path);
    await awake(page);
    const marks = page.locator(`${PICTURE} a.mark`);
    for (const mark of [marks.first(), marks.last()]) {
      await mark.focus();
      await tells(page, mark, false);
      expect(await misplaced(page)).toEqual([]);
    }
  });
}

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
    // A mark as high as the window leaves no place beside it.
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

test.describe('by finger', () => {
  test.use({ hasTouch: true });

  test('the first tap tells the numbers of the nearest mark, the second follows its link', async ({ page }) => {
    await page.goto('/charts/areas');
    await awake(page);
    // The narrowest part of a bar: a finger that misses it by a few pixels means it.
    const marks = page.locator(`${PICTURE} a.mark`);
    const boxes = await marks.evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect()).map(({ x, y, width, height }) => ({ x, y, width, height })));
    const narrowest = boxes.map(({ width }, index) => ({ width, index })).filter(({ width }) => width > 0).sort((a, b) => a.width - b.width)[0]?.index ?? 0;
    const mark = marks.nth(narrowest);
    await mark.scrollIntoViewIfNeeded();
    const box = await mark.boundingBox();
    if (box === null) throw new Error('the mark is not drawn');
    const place = [box.x + box.width / 2 + 4, box.y + Math.min(box.height / 2, 6)] as const;
    await page.touchscreen.tap(...place);
    await expect(page).toHaveURL('/charts/areas');
    await tells(page, mark, false);
    await expect(tip(page)).toContainText('Tap again');
    const href = await mark.getAttribute('href');
    await page.touchscreen.tap(...place);
    await expect(page).toHaveURL(href ?? '');
  });
});
