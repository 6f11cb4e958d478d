// Part of the build, after the compiler: what the packages ship besides compiled code.
await import('./contract.mjs');
await import('./help.mjs');
await import('./presets.mjs');
await import('./templates.mjs');
await import('./formats.mjs');
await import('./vendor-charts.mjs');
await import('./dashboard.mjs');
