/** Puts the values into a wording of the configuration (see `TEXT_PLACEHOLDERS`); what is not known stays as it was written. */
export function fillPlaceholders(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(
    /\{([^{}]*)\}/g,
    (whole, name: string) => (Object.hasOwn(values, name) ? values[name] : whole) ?? whole,
  );
}
