const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * Text without characters that could hide or reorder what is read, each shown by its number as the audit's report does;
 * line feeds stay.
 */
export function plain(text: string): string {
  return text.replace(UNFIT, (character) =>
    character === "\n"
      ? character
      : `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`,
  );
}

/** The same data with every text in it made plain. Everything that the server answers passes here. */
export function plainData<T>(data: T): T {
  if (typeof data === "string") {
    return plain(data) as T;
  }
  if (Array.isArray(data)) {
    return data.map(plainData) as T;
  }
  if (data !== null && typeof data === "object") {
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [plain(key), plainData(value)])) as T;
  }
  return data;
}

/** At most `width` characters; of what is longer the middle goes, since names differ at both ends. */
export function shortened(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) {
    return text;
  }
  const head = Math.floor((width - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (width - 1 - head)).join("")}`;
}

/** The beginning of a digest's hexadecimal part, enough to tell digests apart by eye. */
export function brief(digest: string): string {
  return digest.slice(digest.indexOf(":") + 1).slice(0, 12);
}
