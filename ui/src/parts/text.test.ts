import { describe, expect, it } from "vitest";
import { plain, plainData, shortened } from "./text";

describe("text from elsewhere", () => {
  it("shows characters that reorder or hide text by their numbers", () => {
    expect(plain("safe\u202Egnp.exe")).toBe("safe<U+202E>gnp.exe");
    expect(plain("a\u0000b\u200Bc\u2028d\u001B[31m")).toBe("a<U+0000>b<U+200B>c<U+2028>d<U+001B>[31m");
  });

  it("leaves letters of any script, and line feeds, as they are", () => {
    expect(plain("größe 日本 אב\n✓")).toBe("größe 日本 אב\n✓");
  });

  it("is made plain wherever it stands in an answer", () => {
    expect(plainData({ items: [{ tags: ["\u202Ex"], bytes: 3, built: null }] })).toEqual({ items: [{ tags: ["<U+202E>x"], bytes: 3, built: null }] });
  });

  it("is shortened in the middle, and never within a character", () => {
    expect(shortened("abcdefghij", 5)).toBe("ab…ij");
    expect(shortened("😀😀😀😀", 3)).toBe("😀…😀");
    expect(shortened("abc", 3)).toBe("abc");
  });
});
