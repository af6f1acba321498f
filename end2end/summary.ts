// What a run is remembered for: the tests that took long, then those that failed. The failures come
// last, where somebody who sees only the end of a long output finds them.
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const SLOW_SECONDS = 5;
const SLOW_LISTED = 10;

export default class Summary implements Reporter {
  private readonly slow: { seconds: number; title: string }[] = [];
  private readonly failed: { title: string; reason: string }[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    const title = test.titlePath().filter(Boolean).join(' \u203a ');
    const seconds = result.duration / 1000;
    if (seconds > SLOW_SECONDS) this.slow.push({ seconds, title });
    if (result.status !== 'skipped' && result.status !== test.expectedStatus) {
      this.failed.push({ title, reason: result.error?.message ?? result.status });
    }
  }

  onEnd(): void {
    const slowest = this.slow.toSorted((a, b) => b.seconds - a.seconds);
    for (const { seconds, title } of slowest.slice(0, SLOW_LISTED)) console.log(`slow: ${seconds.toFixed(1).padStart(7)} s  ${title}`);
    if (slowest.length > SLOW_LISTED) console.log(`slow: ${slowest.length - SLOW_LISTED} more took over ${SLOW_SECONDS} s`);
    for (const { title, reason } of this.failed) console.log(`FAILED: ${title}\n    ${reason.replaceAll('\n', '\n    ')}`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
