package dev.regent.observe;

/// Something that was noticed while looking, and that a person should mend. It lowers nothing that was heard.
///
/// @param kind one word or two, with hyphens, for example `password-in-answer`
/// @param subject what it is about, for example `registry 3 (harbor)`
/// @param words what was seen, without any secret
/// @param remedy what to do
public record Notice(String kind, String subject, String words, String remedy) {}
