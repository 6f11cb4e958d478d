import type { Colors } from 'picocolors/types.js';
import { stringify } from 'yaml';
import type { Inference } from '../../venues/infer/infer.js';

/** The mapping as YAML to paste, how sure each field is and why, and the rows that it would parse. */
export function inferText(inference: Inference, color: Colors): string[] {
  const { role, rows, warnings } = inference;
  const key = role.startsWith('stream_') && !role.endsWith('token') ? 'rows' : 'response';
  if (inference.fields.length === 0)
    return [
      `${color.red('✗')} nothing of ${role} was found in the sample`,
      ...warnings.map((warning) => warningLine(warning, color)),
    ];
  return [
    ...stringify({ [key]: rows }, { lineWidth: 100 })
      .trimEnd()
      .split('\n'),
    '',
    ...sampleText(inference, color),
  ];
}

/** How a sample is read: how sure each field is and why, what is doubtful, and the rows that it would parse. */
export function sampleText(inference: Inference, color: Colors): string[] {
  const { warnings } = inference;
  return [
    ...fieldLines(inference, color),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map((warning) => warningLine(warning, color))]),
    '',
    ...previewLines(inference, color),
  ];
}

/** How sure each field is and why. */
export function fieldLines({ fields }: Inference, color: Colors): string[] {
  return fields.map(
    ({ field, confidence, reason }) =>
      `${color.dim(`# ${field.padEnd(17)} ${percent(confidence)}  ${reason}`)}`,
  );
}

/** The first rows as the connector would read them. */
export function previewLines({ role, preview }: Inference, color: Colors): string[] {
  return [
    color.bold(`This ${role} sample reads as:`),
    ...preview.flatMap((row, index) => [
      ...(index === 0 ? [] : ['']),
      ...Object.entries(row).map(([field, text]) => `  ${field.padEnd(17)} ${printable(text)}`),
    ]),
  ];
}

export function warningLine({ field, message }: Inference['warnings'][number], color: Colors): string {
  return `${color.yellow('!')} ${field === undefined ? '' : `${field}: `}${message}`;
}

function percent(confidence: number): string {
  return `${String(Math.round(confidence * 100)).padStart(3)} %`;
}

/** A sample is somebody else's text: it steers no terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?').slice(0, 100);
}
