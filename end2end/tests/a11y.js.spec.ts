// No violation of WCAG 2.2 AA or of axe's best practices on any page, light and dark. axe needs
// JavaScript in the page, so this does not run without it.
import { expectNoViolations } from './axe';
import { CHART_PAGES, CHART_SHAPES, ERROR_PAGE, PAGES, awake, test, unfoldAll, type SitePage } from './support';

test.use({ tolerated: ERROR_PAGE, contextOptions: { reducedMotion: 'reduce' } });

const charts: SitePage[] = CHART_PAGES.map((path) => ({ path, island: true }));
const all = [...PAGES, ...charts.filter(({ path }) => !PAGES.some((page) => page.path === path))];

for (const { path, island = false } of all) {
  test(`axe finds nothing on ${path}, light and dark, all unfolded`, async ({ page }) => {
    const narrow = (page.viewportSize()?.width ?? 0) < 768;
    test.skip(narrow && CHART_PAGES.includes(path) && !CHART_SHAPES.includes(path), 'another chart has the same shape');
    await page.goto(path);
    if (island) await awake(page);
    await unfoldAll(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await expectNoViolations(page, 'light');
    // No colour depends on the width.
    if (narrow) return;
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoViolations(page, 'dark', 'colours');
  });
}

// Words of other lengths and marks of other languages; the colours are the same.
for (const { path } of all.filter(({ path }) => !path.startsWith('/staff') && !path.includes('as_of'))) {
  for (const lang of ['es', 'fr']) {
    test(`axe finds nothing on ${path} in ${lang}`, async ({ page, viewport }) => {
      test.skip((viewport?.width ?? 0) < 768, 'the same document in every browser');
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      await expectNoViolations(page, lang, 'all but colours');
    });
  }
}
