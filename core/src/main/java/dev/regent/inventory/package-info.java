/// Stage 2. What the observations mean together: who holds whom, how old, in which role.
@NullMarked
package dev.regent.inventory;

import org.jspecify.annotations.NullMarked;
