// No violation of WCAG 2.2 AA or of axe's best practices on any page, light and dark. axe needs
// JavaScript in the page, so this does not run without it.
import { AxeBuilder } from '@axe-core/playwright';
import { CHART_PAGES, CHART_SHAPES, ERROR_PAGE, PAGES, awake, expect, test, type SitePage } from './support';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

test.use({ tolerated: ERROR_PAGE, contextOptions: { reducedMotion: 'reduce' } });

// The list with every facet unfolded has some thousand nodes to look at, twice.
test.setTimeout(120_000);

const charts: SitePage[] = CHART_PAGES.map((path) => ({ path, island: true }));
const all = [...PAGES, ...charts.filter(({ path }) => !PAGES.some((page) => page.path === path))];

for (const { path, island = false } of all) {
  test(`axe finds nothing on ${path}, light and dark, all unfolded`, async ({ page }) => {
    const narrow = (page.viewportSize()?.width ?? 0) < 768;
    test.skip(narrow && CHART_PAGES.includes(path) && !CHART_SHAPES.includes(path), 'another chart has the same shape');
    await page.goto(path);
    if (island) await awake(page);
    await page.locator('details').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Without frames the simpler way finds the same, and needs no second page.
      const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
      const found = violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.slice(0, 4).map((node) => node.target.join(' ')).join('; ')} [${nodes.length}]`);
      expect(found, colorScheme).toEqual([]);
      expect(passes.length, 'rules that looked at something').toBeGreaterThan(20);
    }
  });
}

// Words of other lengths and marks of other languages: once, as the rest is the same.
for (const { path } of all.filter(({ path }) => !path.startsWith('/staff') && !path.includes('as_of'))) {
  test(`axe finds nothing on ${path} in Spanish and French`, async ({ page }, { project }) => {
    test.skip(project.name !== 'js', 'the same document in every browser');
    for (const lang of ['es', 'fr']) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
      const found = violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.slice(0, 4).map((node) => node.target.join(' ')).join('; ')}`);
      expect(found, lang).toEqual([]);
    }
  });
}
