// Lists the tests that took long, after the results.
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const SLOW_SECONDS = 5;

export default class SlowTests implements Reporter {
  private readonly slow: { seconds: number; title: string }[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    const seconds = result.duration / 1000;
    if (seconds > SLOW_SECONDS) this.slow.push({ seconds, title: test.titlePath().filter(Boolean).join(' \u203a ') });
  }

  onEnd(): void {
    for (const { seconds, title } of this.slow.toSorted((a, b) => b.seconds - a.seconds)) console.log(`slow: ${seconds.toFixed(1).padStart(7)} s  ${title}`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
