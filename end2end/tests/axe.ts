// axe, configured once.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from './support';

/** WCAG 2.2 AA and axe's best practices. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Rules about colours: they take two thirds of axe's time, and no others depend on the colour scheme. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

export type Rules = 'all' | 'colours' | 'all but colours';

/** What can be read in a control stands in its name (WCAG 2.5.3), which axe still calls experimental. */
const NAMED = { 'label-content-name-mismatch': { enabled: true } };

const options = {
  all: { runOnly: { type: 'tag', values: TAGS }, rules: NAMED },
  colours: { runOnly: { type: 'rule', values: COLOURS } },
  'all but colours': { runOnly: { type: 'tag', values: TAGS }, rules: { ...NAMED, ...Object.fromEntries(COLOURS.map((id) => [id, { enabled: false }])) } },
};

/** Expects axe to find no violation on the page as it stands. */
export async function expectNoViolations(page: Page, what: string, rules: Rules = 'all'): Promise<void> {
  // Without frames the legacy mode finds the same and needs no second page. Describing each element
  // that passes would double the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ ...options[rules], resultTypes: ['violations'] });
  // In frames a script gives marks titles for the pointer, which axe takes for text in them.
  if (page.url().includes('/embed') && rules !== 'colours') axe.disableRules(Object.keys(NAMED));
  const { violations, passes } = await axe.analyze();
  const found = violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.slice(0, 4).map((node) => node.target.join(' ')).join('; ')} [${nodes.length}]`);
  expect(found, what).toEqual([]);
  expect(passes.length, 'rules that matched something').toBeGreaterThan(rules === 'colours' ? 0 : 20);
}
