/// Stage 4. An exact, ordered, content-addressed list of what would be done. It has no power to do it.
@NullMarked
package dev.regent.plan;

import org.jspecify.annotations.NullMarked;
