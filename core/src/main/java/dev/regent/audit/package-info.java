/// Stage 7. The record of everything that was proposed, said and done, chained so that it can't be
/// bent unseen.
@NullMarked
package dev.regent.audit;

import org.jspecify.annotations.NullMarked;
