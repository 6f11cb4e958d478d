export { commitTree } from './commit.js';
export { unifiedDiffs } from './diff.js';
export { recover } from './recover.js';
export { Tree, type Change } from './tree.js';
export { undoLast } from './undo.js';
