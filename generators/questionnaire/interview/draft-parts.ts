/** What was answered: the question's id → the text; of a sample its JSON. */
export type Answers = Readonly<Record<string, string>>;

/** What the interview starts from: a venue of the same style, or nothing but what every venue has. */
export interface Style {
  readonly name: string;
  readonly description: Readonly<Record<string, unknown>>;
  /** Which hosts such a venue has; their addresses are never kept, since requests there are meant for another venue. */
  readonly hosts: readonly string[];
  /** `samples/x.json` → its text. */
  readonly samples: ReadonlyMap<string, string>;
}

export interface DraftFiles {
  readonly text: string;
  readonly samples: ReadonlyMap<string, string>;
}
