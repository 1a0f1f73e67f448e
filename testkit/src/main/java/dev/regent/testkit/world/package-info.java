/// What a registry holds, made up: built piece by piece or from a seed, served by a double or
/// written as a volume.
@NullMarked
package dev.regent.testkit.world;

import org.jspecify.annotations.NullMarked;
