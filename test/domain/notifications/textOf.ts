import type { Text } from '../../../domain/notifications/frame.ts';
import type { Language } from '../../../domain/notifications/language.ts';
import { templates } from '../../../domain/notifications/templates.ts';

/** Renders a template with parameters as they come. */
export function textOf(name: string, language: Language, params: object): Text {
  const found = templates.get(name);
  if (!found) throw new Error(`no template ${name}`);
  return found.write(found.params.parse(params), language);
}
