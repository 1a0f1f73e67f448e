/// YAML with the place of everything in it, read strictly: what isn't understood is a problem that
/// says what, where and what to do, and all problems are told at once.
@NullMarked
package dev.regent.policy.yaml;

import org.jspecify.annotations.NullMarked;
