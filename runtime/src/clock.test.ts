import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './clock.js';

afterEach(() => vi.useRealTimers());

describe('systemClock', () => {
  const MONTH_MS = 30 * 86_400_000;

  it('waits longer than setTimeout can', async () => {
    vi.useFakeTimers();
    const onTime = vi.fn<() => void>();
    systemClock.schedule(MONTH_MS, onTime);
    await vi.advanceTimersByTimeAsync(MONTH_MS - 1);
    expect(onTime).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(onTime).toHaveBeenCalledOnce();
  });

  it('cancels such a timer in its second part', async () => {
    vi.useFakeTimers();
    const onTime = vi.fn<() => void>();
    const timer = systemClock.schedule(MONTH_MS, onTime);
    await vi.advanceTimersByTimeAsync(MONTH_MS - 1);
    timer.cancel();
    await vi.advanceTimersByTimeAsync(MONTH_MS);
    expect(onTime).not.toHaveBeenCalled();
  });
});
