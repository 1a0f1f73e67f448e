/// What the benchmarks measure by, where no other program does.
@NullMarked
package dev.regent.bench;

import org.jspecify.annotations.NullMarked;
