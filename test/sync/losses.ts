/**
 * What users of other generators have reported to have lost, and the case here that does the same to a connector:
 * its folder in `cases/`, and the public thread as `owner/repository#number`.
 */
export const LOSSES: Readonly<Record<string, readonly [issue: string, ...more: string[]]>> = {
  'loss-compiled-duplicate-imports': ['atlassian-labs/compiled#358'],
  'loss-copier-deleted-comes-back': ['copier-org/copier#1721', 'copier-org/copier#1735'],
  'loss-copier-untouched-neighbour': ['copier-org/copier#1103'],
  'loss-gqlgen-comments-above-members': ['99designs/gqlgen#1069', '99designs/gqlgen#3983'],
  'loss-gqlgen-helpers-between-members': ['99designs/gqlgen#1045'],
  'loss-gqlgen-renamed-member': ['99designs/gqlgen#1045'],
  'loss-gqlgen-signature-layout': ['99designs/gqlgen#1187'],
  'loss-kubebuilder-markers-removed': ['kubernetes-sigs/kubebuilder#4509'],
  'loss-kubebuilder-rewritten-body': ['kubernetes-sigs/kubebuilder#3495'],
  'loss-nx-import-order': ['nrwl/nx#28484'],
  'loss-nx-reformats-the-rest': ['nrwl/nx#16630'],
  'loss-openapi-implemented-stub': ['OpenAPITools/openapi-generator#3360'],
  'loss-openapi-removed-operation': ['OpenAPITools/openapi-generator#426'],
  'loss-shadcn-custom-entries': ['shadcn-ui/ui#1086'],
  'loss-shadcn-own-helpers': ['shadcn-ui/ui#2578'],
  'loss-sv-comments-and-blank-lines': ['sveltejs/cli#608'],
  'loss-sv-no-final-newline': ['sveltejs/cli#364'],
};
