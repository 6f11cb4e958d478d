import { UserError, messageOf } from '../cli/errors.js';
import { generatorIdentity } from '../packaging/identity.js';
import { runtimeRoot } from '../packaging/package-root.js';
import type { SyncPorts } from './ports.js';

/** Sync as this tool runs it: its own templates, the workspace's own compiler and test runner. */
export const ownPorts: SyncPorts = {
  identity: generatorIdentity,
  templateContract: async () => {
    const { contractOf } = await import('../packaging/shipped-contract.js');
    return (await contractOf(runtimeRoot())).contract;
  },
  render: async (folder, options, complete) => {
    const [{ loadVenue, VenueError }, { renderConnector }] = await Promise.all([
      import('../../venues/index.js'),
      import('../connector/index.js'),
    ]);
    try {
      const { description } = await loadVenue(folder);
      return await renderConnector(
        { description, wallet: options['wallet'] === true },
        { insertStubs: complete },
      );
    } catch (error) {
      if (error instanceof VenueError) throw new UserError(messageOf(error), { cause: error });
      throw error;
    }
  },
  score: async (root, venues, signal) => (await import('./score.js')).score(root, venues, signal),
};
