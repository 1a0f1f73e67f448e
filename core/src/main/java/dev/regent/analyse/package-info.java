/// Stage 3. Verdicts with their reasons; each capability is a package of its own below.
@NullMarked
package dev.regent.analyse;

import org.jspecify.annotations.NullMarked;
