package dev.regent.observe;

/// How much of a source was heard. What depends on a source that was not heard wholly is undecided.
public enum Heard {
    YES,
    PARTLY,
    NO
}
