/**
 * What a base class asks of those who extend it, as plain JSON-safe data: the manifest keeps one, so that a later
 * sync knows what changed. Types are source text, as the base spells them.
 */
export interface Contract {
  /** The class that was asked for, such as `BaseExchange`. */
  readonly className: string;
  /** The classes above it, the furthest first. */
  readonly ancestors: readonly string[];
  /** Where connectors import the class from: a package name, or a path from the workspace root (`./house/base.js`). */
  readonly module: string;
  readonly typeParameters: readonly TypeParameter[];
  /** What the constraints and defaults of the type parameters need in scope. */
  readonly imports: readonly ContractImport[];
  /** In the order of the base: what the furthest ancestor declares comes first. */
  readonly members: readonly ContractMember[];
}

export type MemberKind = 'method' | 'getter' | 'setter' | 'property';

export interface ContractMember {
  readonly name: string;
  readonly kind: MemberKind;
  readonly isStatic: boolean;
  readonly isAbstract: boolean;
  readonly access: 'public' | 'protected';
  /** Properties only: the base may not write it. */
  readonly isReadonly: boolean;
  /** The class that declares it, which may be an ancestor of the one that was asked for. */
  readonly owner: string;
  /** One for each overload; a property has one, with its type as the return type. */
  readonly signatures: readonly Signature[];
  /** The doc comment from `/**` on, each further line beginning with ` *`; without `@renamedFrom`. */
  readonly doc?: string;
  /** Earlier names, from `@renamedFrom` tags. */
  readonly renamedFrom: readonly string[];
  /** The text of a `@deprecated` tag; empty when the tag has none. */
  readonly deprecated?: string;
  /** Source text of each decorator, `@` included. */
  readonly decorators: readonly string[];
  /** What the types of the signatures need in scope. */
  readonly imports: readonly ContractImport[];
}

export interface Signature {
  readonly typeParameters: readonly TypeParameter[];
  readonly parameters: readonly Parameter[];
  /** Absent where the source leaves it to inference. */
  readonly returnType?: string;
}

export interface TypeParameter {
  readonly name: string;
  readonly constraint?: string;
  readonly default?: string;
}

export interface Parameter {
  /** A destructured parameter has its pattern here. */
  readonly name: string;
  readonly type?: string;
  readonly optional: boolean;
  readonly rest: boolean;
  readonly initializer?: string;
}

export interface ContractImport {
  /** As the types spell it. */
  readonly name: string;
  /** The name that the module exports; `default` and `*` as in an import clause. */
  readonly imported: string;
  /** A package name, or a path from the workspace root beginning with `.`. */
  readonly from: string;
}

/** What tells a member from its neighbours: an accessor pair has two slots, a method and a property of one name share one. */
export function slotOf(member: Pick<ContractMember, 'name' | 'kind' | 'isStatic'>): string {
  const accessor = member.kind === 'getter' ? 'get ' : member.kind === 'setter' ? 'set ' : '';
  return `${member.isStatic ? 'static ' : ''}${accessor}${member.name}`;
}
