/// What looks found, kept: registries' contents over time, what environments used, and the last
/// verdicts. What was not heard changes nothing here.
@NullMarked
package dev.regent.store.estate;

import org.jspecify.annotations.NullMarked;
