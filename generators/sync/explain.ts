import { resolve } from 'node:path';
import { UserError } from '../cli/errors.js';
import type { ContractMember } from '../contract/contract.js';
import { suggestion } from '../naming/suggestion.js';
import { packageVersion } from '../packaging/package-root.js';
import { Tree, unifiedDiffs } from '../tree/index.js';
import { openConnector, type ConnectorFiles } from './connector-files.js';
import { fileStatus, type MemberState, type MemberStatus } from './status.js';
import { coreOf, leadOf } from './unit-parts.js';
import { classOf, readVersion } from './versions.js';

export interface ExplainOptions {
  readonly root: string;
  readonly venue: string;
  /** `submitOrder`, or `Exchange.submitOrder`. */
  readonly member: string;
}

export interface MemberExplanation {
  readonly file: string;
  readonly member: string;
  readonly state: MemberState;
  /** What the next sync does with it. */
  readonly rule: string;
  /** What the base class says about it, where the base has it. */
  readonly contract?: ContractMember;
  /** As it was generated. */
  readonly generated?: string;
  readonly yours?: string;
  /** From the generated to the user's version; absent where they are the same or one is missing. */
  readonly diff?: string;
}

const RULES: Readonly<Record<MemberState, string>> = {
  pristine:
    'as generated: a sync replaces it when its template changes, and removes it when nothing asks for it any more',
  edited: 'yours: a sync keeps its body; a new signature of the base is put in front of it',
  own: 'yours alone: a sync does not touch it',
  orphaned: 'no longer generated, kept because you had changed it: a sync does not touch it',
  conflict:
    'both you and the generator have changed it, yours was kept: edit it, or sync with --conflicts=theirs or =markers',
  missing: 'not there: a sync puts it back only where the base class demands it',
};

/** Where a member comes from, how it stands, and what a sync would do to it. */
export async function explainMember({ root, venue, member }: ExplainOptions): Promise<MemberExplanation> {
  const connector = openConnector(new Tree(resolve(root)), venue, packageVersion());
  const all = Object.keys(connector.manifest.files).flatMap((file) => fileStatus(connector, file));
  const found = all.find((one) => one.member === member) ?? all.find((one) => shortName(one) === member);
  if (found?.member === undefined) {
    throw new UserError(
      `${connector.folder}: has no member "${member}"; ${suggestion(
        member,
        all.flatMap((one) => shortName(one) ?? []),
      )}`,
    );
  }
  const generated = textOf(connector.pristine.get(found.file), found);
  const yours = textOf(connector.read(found.file), found);
  const contract = connector.manifest.contract.members.find(({ name }) => name === shortName(found));
  const diff = await diffOf(connector, found.file, generated, yours);
  return {
    file: found.file,
    member: found.member,
    state: found.state,
    rule: RULES[found.state],
    ...(contract === undefined ? {} : { contract }),
    ...(generated === undefined ? {} : { generated }),
    ...(yours === undefined ? {} : { yours }),
    ...(diff === undefined ? {} : { diff }),
  };
}

function shortName({ member }: MemberStatus): string | undefined {
  return member?.replace(/^[^. ]+\./, '').replace(/^(?:static |get |set )+/, '');
}

/** The member's text with its comment. */
function textOf(source: string | undefined, { file, member }: MemberStatus): string | undefined {
  if (source === undefined) return undefined;
  const version = readVersion(source.replace(/^\uFEFF/, ''), file);
  for (const unit of version.top.units) {
    if (unit.key === member) return leadOf(unit) + coreOf(unit);
    const inside = classOf(unit, version.style)?.members.units.find(
      ({ key }) => `${unit.key}.${key}` === member,
    );
    if (inside !== undefined) return leadOf(inside) + coreOf(inside);
  }
  return undefined;
}

async function diffOf(
  { folder }: ConnectorFiles,
  file: string,
  generated: string | undefined,
  yours: string | undefined,
): Promise<string | undefined> {
  if (generated === undefined || yours === undefined || generated === yours) return undefined;
  const path = `${folder}/${file}`;
  const [diff] = await unifiedDiffs([
    { kind: 'replace', path, before: Buffer.from(`${generated}\n`), after: Buffer.from(`${yours}\n`) },
  ]);
  return diff;
}
