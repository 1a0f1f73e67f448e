/// Stage 6. Carries out what was approved, as far as it still holds, step by step and written down
/// before and after; and undoes it. Only here is anything written to a registry.
@NullMarked
package dev.regent.act;

import org.jspecify.annotations.NullMarked;
